"""What can be lifted from a passage: sentences, rows, list items, lists whole."""

from fakes import make_passage, make_report

from bot.answering.lift import going_on, liftable, widened
from store.records import Hit, Quote

LIST = (
    "Four events had restrictions of their own:\n\n• the cycling time trials at Wexholme\n\n"
    "• the diving competition at Saltmere"
)


def lifted(text: str, *quotes: Quote):
    return liftable(Hit(make_report(), make_passage(text, start=100), 0.0), quotes)


def test_each_sentence_stands_at_its_own_offsets():
    text = "Waits grew by nine days or more. Nobody told the victims of it."

    found = lifted(text)

    assert [one.text for one in found] == text.replace("more. ", "more.\n").split("\n")
    assert all(text[one.start - 100 : one.end - 100] == one.text for one in found)


def test_a_list_stands_whole_with_what_announces_it_and_item_by_item():
    found = [one.text for one in lifted(LIST)]

    assert found == [
        LIST,
        "the cycling time trials at Wexholme",
        "the diving competition at Saltmere",
    ]


def test_a_long_list_is_cut_between_items():
    items = "\n\n".join(f"• {'very ' * 30}long item number {n}" for n in range(9))

    whole = lifted(f"These are the items in question:\n\n{items}")[0].text

    assert len(whole) < 900
    assert whole.endswith(("1", "2", "3", "4"))


def test_numbers_and_marks_of_lists_are_left_out():
    assert lifted("123. Following the visit, waits grew.")[0].text.startswith("Following")
    assert lifted("27.For disabled children, needs are met.")[0].text.startswith("For disabled")


def test_words_that_are_no_sentence_are_loose():
    assert lifted("Piccadilly Gate Store Street Wexholme WX1 2WD")[0].loose
    assert not lifted("Overall effectiveness | Inadequate")[0].loose
    assert not lifted("• The timeliness of plans for children")[0].loose


def test_a_quotation_is_lifted_without_its_marks():
    text = "“Nobody should have to ring twice.”"

    (found,) = lifted(text, Quote(101, 134, 0, "Rosalind Teague", None, None, None))

    assert found.text == "Nobody should have to ring twice."
    assert found.quote.speaker == "Rosalind Teague"


def test_a_sentence_about_it_is_lifted_with_what_it_is_about():
    text = "The panel meets every single day. It is well attended, but not by health."

    first, second = lifted(text)

    assert first.text == "The panel meets every single day."
    assert (second.text, second.own) == (text, "It is well attended, but not by health.")
    assert (second.start, second.end) == (100, 100 + len(text))


def test_a_sentence_that_names_what_it_is_about_stands_alone():
    for second in (
        "This report covers the whole of Northmarch.",
        "It is right that callers are told of waits.",
        "Therapies are offered to all of them in time.",
    ):
        assert lifted(f"The panel meets every single day. {second}")[1].text == second


def test_nothing_leans_over_a_paragraph_or_out_of_a_quotation():
    apart = "The panel meets every single day.\n\nIt is well attended, but not by health."
    assert lifted(apart)[1].leans == ""

    said = "“Nobody should have to ring twice.” They were told so by the chief officer."
    quote = Quote(101, 134, 0, "Rosalind Teague", None, None, None)
    assert lifted(said, quote)[1].leans == ""


PARAGRAPH = (
    "Waits grew in the whole of May. Callers were not told of the waits. "
    "Nobody at the desk knew why it was so."
)
APART = f"{PARAGRAPH}\n\nMost of the staff left soon."


def test_a_sentence_is_widened_within_its_paragraph():
    found = lifted(APART)

    assert widened(found[1], found).text == PARAGRAPH
    assert widened(found[3], found) is None


def test_an_answer_goes_on_as_far_as_its_paragraph_and_the_words_allow():
    found = lifted(APART)

    assert going_on(found[0], found, 60).text == PARAGRAPH
    assert going_on(found[0], found, 15).text == PARAGRAPH.partition(" Nobody")[0]
    assert going_on(found[3], found, 60) is found[3]
