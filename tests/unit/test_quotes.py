from pathlib import Path

import pytest

from ingest.load import load
from ingest.quotes import find_quotes
from ingest.records import RawFile
from store.records import Heading

SHARED = Path(__file__).parents[2] / ".." / "shared"


def quotes(text, headings=()):
    return [
        (text[one.start : one.end], one.speaker, one.role) for one in find_quotes(text, headings)
    ]


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        ("Ann Hill, the chief constable, said: “We act now.”", "Ann Hill", "chief constable"),
        (
            "HM Inspector of Constabulary Ann Hill said: “We act now.”",
            "Ann Hill",
            "HM Inspector of Constabulary",
        ),
        (
            "Ann Hill, HM Inspector of Constabulary, said: “We act now.”",
            "Ann Hill",
            "HM Inspector of Constabulary",
        ),
        ("“We act now.” said Chief Inspector Ann Hill.", "Ann Hill", "Chief Inspector"),
        (
            "“We act now,” said Ann Hill, director of care, in a statement.",
            "Ann Hill",
            "director of care",
        ),
        ("“We act now,” Sir Bob Lowe said.", "Sir Bob Lowe", None),
        ("Mayor of London Ann Hill said: “We act now.”", "Ann Hill", "Mayor of London"),
        (
            "Responding to the report, Chief Constable Ann Hill said: “We act now.”",
            "Ann Hill",
            "Chief Constable",
        ),
        (
            "Envoy and director, Ann Hill CBE QPM, told reporters: “We act now.”",
            "Ann Hill",
            "Envoy and director",
        ),
        ("Prime Minister Ada May said: “We act now.”", "Ada May", "Prime Minister"),
        ("The inspectorate said: “We act now.”", "The inspectorate", None),
        ("A spokesperson for the Met added: “We act now.”", "A spokesperson for the Met", None),
        ("“We act now,” according to Ann Hill.", "Ann Hill", None),
        ('Ann Hill warned: "We act now."', "Ann Hill", None),
        ("Ann Hill, who runs the unit, explained today: “We act now.”", "Ann Hill", None),
        ("Young carer Ann Hill told inspectors, ‘We act now.’", "Ann Hill", None),
    ],
)
def test_the_speaker_is_the_one_who_is_named(text, speaker, role):
    found = quotes(text)
    assert [one[1] for one in found] == [speaker]
    assert role is None or found[0][2] == role
    assert found[0][0].rstrip(".,") == "We act now"


@pytest.mark.parametrize(
    "text",
    [
        "He said: “We have to act on this now.”",
        "Ann Hill and Bob Lowe said: “We have to act on this now.”",
        "The minister met Ann Hill. “We have to act on this now.”",
        "Ann Hill was told: “We have to act on this now.”",
        "A report by Ann Hill says: “We have to act on this now.”",
    ],
)
def test_a_speaker_is_never_guessed(text):
    assert quotes(text) == [("We have to act on this now.", None, None)]


@pytest.mark.parametrize(
    "text",
    [
        "The term “county lines” is used.",
        "It was judged “good” and “adequate”, said inspectors.",
        "They read “The night shift: training today” in 2004.",
        'It is 6" wide and 5\'10" tall.',
        "The ‘front door’ works. The officers’ views differ.",
        "Ann Hill said it had “not gone far enough”.",
        "Nothing is quoted here. ” Or “",
        "One inspector described it as the “quiet hour” of the day.",
        "One inspector said it was, in other words, a “quiet hour” for all.",
    ],
)
def test_terms_titles_and_marks_are_no_speech(text):
    assert quotes(text) == []


def test_speech_over_paragraphs_is_one_speech_with_a_quote_each():
    text = (
        "HM Inspector Ann Hill said:\n\n“The first part.\n\n“The second part.\n\n“The end.”\n\n"
        "The force was visited again."
    )
    found = find_quotes(text, ())
    assert [text[one.start : one.end] for one in found] == [
        "The first part.",
        "The second part.",
        "The end.",
    ]
    assert {one.speech for one in found} == {0}
    assert {(one.speaker, one.role) for one in found} == {("Ann Hill", "HM Inspector")}
    spans = {text[one.attribution_start : one.attribution_end] for one in found}
    assert spans == {"HM Inspector Ann Hill said:"}


def test_single_marks_over_paragraphs_are_speech_after_an_attribution():
    text = "Minister Ann Hill said:\n\n‘It’s the first part.\n\n‘We’ve got the second.’"
    assert [one[:2] for one in quotes(text)] == [
        ("It’s the first part.", "Ann Hill"),
        ("We’ve got the second.", "Ann Hill"),
    ]


def test_words_between_two_parts_of_a_speech_name_its_speaker():
    text = "“We act,” said Ann Hill, “and we act now.”"
    found = find_quotes(text, ())
    assert [one.speech for one in found] == [0, 0]
    assert [one.speaker for one in found] == ["Ann Hill", "Ann Hill"]


def test_each_speaker_keeps_their_own_words():
    text = "“Why now?” asked Ann Hill. “Because,” replied Bob Lowe, “it is late.”"
    assert [(words, who) for words, who, _ in quotes(text)] == [
        ("Why now?", "Ann Hill"),
        ("Because,", "Bob Lowe"),
        ("it is late.", "Bob Lowe"),
    ]


def test_she_and_mr_stand_for_whom_the_passage_named():
    text = (
        "“We act,” said Chief Inspector Ann Hill.\n\n“It takes time,” she added.\n\n"
        "A plan is due.\n\nMs Hill said: “It is due soon.”"
    )
    found = find_quotes(text, ())
    assert [(one.speaker, one.role) for one in found] == [("Ann Hill", "Chief Inspector")] * 3
    assert text[found[1].attribution_start : found[1].attribution_end] == (
        "said Chief Inspector Ann Hill."
    )


@pytest.mark.parametrize(
    "between",
    [
        " Bob Lowe met her.",
        "\n\nOne thing.\n\nAnother thing.\n\n",
        "\n\nA heading\n\n",
    ],
)
def test_she_is_unknown_once_the_passage_is_over(between):
    text = f"“We act,” said Ann Hill.{between}“It takes time,” she added."
    at = text.find("A heading")
    headings = [Heading(2, at, at + 9)] if at >= 0 else []
    assert [one[1] for one in quotes(text, headings)] == ["Ann Hill", None]


def test_a_surname_of_two_people_is_not_resolved():
    text = "Ann Hill said: “Yes.” Bob Hill said: “No.” Hill added: “Maybe.”"
    assert [one[1] for one in quotes(text)] == ["Ann Hill", "Bob Hill", "Hill"]


def test_a_surname_is_resolved_from_the_story_told_before():
    text = (
        "Chief Constable Bob Lowe has a plan.\n\nMr Lowe told inspectors: “It is late.”\n\n"
        "You said: “It is what we all have to say.”"
    )
    assert [one[1:] for one in quotes(text)] == [("Bob Lowe", "Chief Constable"), (None, None)]


def test_an_attribution_may_stand_in_a_paragraph_of_its_own_below():
    text = "“It is late.”\n\nsaid Chief Inspector Ann Hill, who led the visit.\n\nIt was so."
    assert quotes(text) == [("It is late.", "Ann Hill", "Chief Inspector")]


def test_the_next_sentence_is_no_attribution():
    text = "“It is over for all of them.” Ann Hill said the rest of the work was fine."
    assert [one[1] for one in quotes(text)] == [None]


def test_nested_and_unclosed_marks_do_not_derail():
    text = (
        "“The “inner” words,” said Ann Hill.\n\n“Never closed, said Bob Lowe.\n\n"
        "Ann Hill said: “Yes.”"
    )
    assert [(words, who) for words, who, _ in quotes(text)] == [
        ("The “inner” words,", "Ann Hill"),
        ("Yes.", "Ann Hill"),
    ]


def test_headings_hold_no_speech():
    text = "“It is a whole sentence, but a title.”\n\nText."
    assert quotes(text, [Heading(1, 0, 38)]) == []


def test_the_first_press_release_is_one_speech():
    path = SHARED / "seeds" / "000_564b3c6853fa69dd.txt"
    if not path.exists():
        pytest.skip("the shared seed texts are not here")
    loaded = load(RawFile(path, path.read_bytes(), ""))
    found = find_quotes(loaded.text, loaded.headings)
    assert {(one.speaker, one.role, one.speech) for one in found} == {
        ("Matt Parr", "HM Inspector of Constabulary", 0)
    }
    assert len(found) == 3
    assert loaded.text[found[0].start :].startswith("Since our 2016 inspection, the Met")
    assert loaded.text[: found[2].end].endswith("children who need help and protection.")


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("One young person said: “We have to act on this now.”", None, "One young person"),
        ("One adopter said, ‘They were always there’ and smiled.", "They were always there", None),
        ("One child told us ‘Nobody stays for long’.", "Nobody stays for long", "One child"),
        (
            "As one manager likes to say, ‘bad news travels slowly’, so they ask.",
            None,
            "one manager",
        ),
        (
            "Visits help. One parent said ‘My workers’ visits help us.’",
            "My workers’ visits help us.",
            "One parent",
        ),
        ("One carer described the day, saying that ‘It was the best we had.’", None, "One carer"),
        (
            "Another care leaver reported: ‘I felt proud of what we did’.",
            None,
            "Another care leaver",
        ),
        # Two words are a term, unless the text says that they are the speaker's own.
        (
            "The head praised what one inspector described as, and I quote, the “finest flour”.",
            "finest flour",
            "one inspector",
        ),
        (
            "As one parent said, it was, in her own words, a “long winter” for all.",
            "long winter",
            "one parent",
        ),
    ],
)
def test_who_is_not_named_is_called_what_the_text_calls_them(text, words, role):
    (found,) = quotes(text)
    assert found[1] is None
    assert role is None or found[2] == role
    assert words is None or found[0] == words


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("45. Ann replied on 30 March 2012 as follows:\n\n“We sold the flat then.”", "Ann"),
        (
            "The rule was described by Lord Hill of Low Fell CJ at [7] as follows: “It is so.”",
            "Lord Hill of Low Fell CJ",
        ),
        ("As Hill LJ put it in Smith, “the rule is not the end of it”.", "Hill LJ"),
        ("Mr Justice Hill said: “The rule is plain.”", "Mr Justice Hill"),
        ("Ann Hill, Director, Low Fell Care, said: “We act now.”", "Ann Hill"),
        (
            "Ann Hill, the manager since her move from Low Fell, said this: “We act now.”",
            "Ann Hill",
        ),
        ("Dr Hill gave her view and stated that she was “as sure as anybody can be”.", "Dr Hill"),
        ("Ann said little of it. Ann was sure of the rest. She said: “It was paid then.”", "Ann"),
        ("Ann Hill has said that this was, in her words, a “quiet revolution”.", "Ann Hill"),
    ],
)
def test_how_judgments_and_letters_name_a_speaker(text, speaker):
    assert [one[1] for one in quotes(text)] == [speaker]


def test_speech_may_close_paragraphs_later_with_no_mark_between():
    text = "Ann Hill wrote:\n\n“First we met.\n\nThen we spoke.\n\nThen we left.” [C2]\n\nNo more."
    assert [one[:2] for one in quotes(text)] == [
        ("First we met.", "Ann Hill"),
        ("Then we spoke.", "Ann Hill"),
        ("Then we left.", "Ann Hill"),
    ]


def test_a_block_quotation_is_speech_where_somebody_is_named_above_it():
    text = (
        "Ann Hill, Director, found it helpful,\n\nI never knew.\n\nNow I ‘know’.\n\nMore on this."
    )
    set_off = [text.index("I never"), text.index("Now I")]
    found = find_quotes(text, (), set_off)
    assert [(text[one.start : one.end], one.speaker, one.role) for one in found] == [
        ("I never knew.", "Ann Hill", "Director"),
        ("Now I ‘know’.", "Ann Hill", "Director"),
    ]
    assert len({one.speech for one in found}) == 1
    plain = "The rule is set out here.\n\nNo person shall sell it."
    assert find_quotes(plain, (), [plain.index("No person")]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Section 4 provides that: “A person shall not sell it.”",
        "The viewer is then asked ‘Are you sure of it? Ask us.’",
        "They ran a campaign, ‘the more you know the more you see’, last year.",
        "They promise to be sure that they are ‘happy, healthy and safe’ in it.",
    ],
)
def test_statutes_slogans_and_promises_are_no_speech(text):
    assert quotes(text) == []
