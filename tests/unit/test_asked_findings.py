"""The many ways in which people ask for what is recorded, and what only looks as if they did."""

from dataclasses import replace
from datetime import date

import pytest
from findings_shelf import FindingsShelf

from bot.answering.facts import compose_facts
from bot.answering.findings import asks_view, compose_findings, compose_lead, compose_none
from bot.answering.records import Draft, Question, Status, Understood
from bot.answering.understand import understand
from bot.answering.ungraded import refuse_grade
from bot.answering.verify import verify
from bot.answering.vocabulary import Vocabulary

JOINT = "Joint targeted area inspection of"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    made = FindingsShelf(tmp_path_factory.mktemp("shelf"))
    made.add_text(
        2015,
        "# Judgements\n\nChildren’s services in Northmarch require improvement to be good.\n\n"
        "Judgement | Grade\nAdoption performance | Good\nCare leavers | Inadequate\n"
        "Leadership, management and governance | Good\nLocal Safeguarding Children Board | "
        "Requires improvement",
        "Northmarch",
    )
    made.add_text(
        2019,
        "# Judgements\n\nJudgement | Grade\nImpact of leaders | Good\n"
        "Children who need help and protection | Inadequate\n"
        "Children in care and care leavers | Good\nOverall effectiveness | Good\n\n"
        "# Recommendations\n\n1. The council should buy boats.\n\n2. The council should dig.",
        "Northmarch",
        inspected_from=date(2018, 11, 5),
    )
    made.add_text(
        2023,
        "# Judgements\n\nJudgement | Grade\nImpact of leaders | Inadequate\n"
        "Children who need help and protection | Good\nChildren in care | Good\n"
        "Care leavers | Requires improvement\nOverall effectiveness | Inadequate\n\n"
        "7. Since the last inspection in 2018, help has improved. Oversight has weakened since the "
        "last inspection in 2018.\n\n# Areas for improvement\n\n1. The quality of records.\n\n"
        "2. The support for care leavers.",
        "Northmarch",
    )
    joint = f"{JOINT} Eastvale"
    made.add_text(2022, "Staff have a good grasp of risk.", "Eastvale", title=joint)
    made.add_grades(2020, subject="Westhaven", overall="Inadequate", leaders="Good", help="Good")
    made.add_grades(2024, subject="Westhaven", overall="Good", leaders="Good", help="Good")
    yield made
    made.close()


def asked(shelf: FindingsShelf, question: str) -> Understood:
    reports = shelf.catalog.searchable(understand(Question("x"), Vocabulary({}, ())).filters)
    vocabulary = Vocabulary({}, shelf.catalog.subjects(), (), reports, date(2025, 1, 1))
    return understand(Question(question), vocabulary)


def drafted(shelf: FindingsShelf, question: str) -> Draft | None:
    return compose_findings(asked(shelf, question), shelf.catalog)


def said(shelf: FindingsShelf, question: str) -> list[str]:
    draft = drafted(shelf, question)
    assert draft is not None
    statements, withheld = verify(draft, shelf.catalog)
    assert withheld == ()
    return [one.text for one in statements]


@pytest.mark.parametrize(
    ("question", "grade"),
    [
        ("What grade does Northmarch have for young people leaving care?", "Care leavers | Req"),
        ("How is Northmarch rated for support for care leavers?", "Care leavers | Req"),
        ("Is Northmarch good for looked-after children?", "Children in care | Good"),
        ("How was child protection in Northmarch graded?", "Children who need help and p"),
        ("What do Northmarch’s bosses get for leadership?", "Impact of leaders | Inadequate"),
        ("Was the LSCB in Northmarch inadequate?", "Local Safeguarding Children Board | Req"),
        ("How was the board in Northmarch judged in 2015?", "Local Safeguarding Children Board"),
        ("As of summer 2017, how was Northmarch rated for its care leavers?", "Care leavers | In"),
        ("What was Northmarch’s adoption service rated?", "Adoption performance | Good"),
    ],
)
def test_what_is_graded_has_many_names(shelf, question, grade):
    assert said(shelf, question)[0].startswith(grade)


@pytest.mark.parametrize(
    "question",
    [
        "Was Northmarch inadequate in 2019? A councillor claims it was.",
        "My neighbour told me Northmarch was inadequate in 2019. Is that right?",
        "Did Northmarch get inadequate in 2019?",
        "What did Northmarch get in 2019?",
        "How did Northmarch do overall in 2019?",
        "What grade did Northmarch have at the end of 2020?",
        "What was Northmarch rated before 2020?",
        "What was Northmarch’s grade before the last one?",
    ],
)
def test_a_grade_of_a_time_is_that_times(shelf, question):
    assert said(shelf, question)[0] == "Overall effectiveness | Good"


def test_an_inspection_of_the_year_comes_with_the_grade_that_held_until_its_report(shelf):
    assert said(shelf, "Was Northmarch good in 2018?") == [
        "Overall effectiveness | Good",
        "Children’s services in Northmarch require improvement to be good.",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "Did Northmarch ever get good?",
        "Has Northmarch ever been inadequate?",
        "When was Northmarch rated inadequate?",
    ],
)
def test_ever_is_answered_by_all_the_grades_each_checked_against_its_own_report(shelf, question):
    assert "; ".join(said(shelf, question)) == (
        "Overall effectiveness: requires improvement (1 June 2015) → good (1 June 2019) → "
        "inadequate (1 June 2023)"
    )


def test_a_grade_of_another_report_is_withheld_from_a_change(shelf):
    draft = drafted(shelf, "Did Northmarch ever get good?")
    assert draft is not None
    (claim,) = draft.claims
    swapped = replace(claim, text=claim.text.replace("good (1", "inadequate (1"))

    statements, withheld = verify(Draft((swapped,)), shelf.catalog)

    assert statements == ()
    assert "inadequate" in withheld[0].why


@pytest.mark.parametrize(
    "question",
    [
        "Has Northmarch got better or worse than it was in 2018?",
        "Has Northmarch declined since the last inspection?",
        "Has Northmarch gone down since the last inspection in 2018?",
    ],
)
def test_a_change_begins_with_the_inspection_asked_and_the_newest_report_says_so(shelf, question):
    assert said(shelf, question)[:2] == [
        "Overall effectiveness: good (1 June 2019) → inadequate (1 June 2023)",
        "Oversight has weakened since the last inspection in 2018.",
    ]


def test_a_category_by_other_names_is_one_thing_that_changed(shelf):
    draft = drafted(shelf, "Has support for care leavers in Northmarch got worse since 2018?")

    assert draft is not None
    assert [one.text for one in draft.claims] == [
        "Care leavers: good (1 June 2019) → requires improvement (1 June 2023)"
    ]
    assert "“Children in care and care leavers”" in draft.notices[0]


@pytest.mark.parametrize(
    "question",
    [
        "what does Ofsted want Northmarch to sort out after the latest inspection",
        "what must Northmarch do next?",
        "what’s on Northmarch’s to-do list",
        "What are the areas to improve in Northmarch?",
        "What recommendations were made to Northmarch?",
        "What did the inspectors tell Northmarch to improve?",
    ],
)
def test_demands_are_the_newest_reports(shelf, question):
    assert said(shelf, question) == ["The quality of records.", "The support for care leavers."]


def test_demands_are_narrowed_by_category_year_and_whom_they_are_put_to(shelf):
    assert said(shelf, "What must Northmarch do about people leaving care?") == [
        "The support for care leavers."
    ]
    told = said(shelf, "What did the 2019 inspection tell Northmarch to improve?")
    assert told[0] == "The council should buy boats."
    assert drafted(shelf, "What must the police in Northmarch do?") is None


def test_what_was_made_of_a_category_has_its_grade_in_front(shelf):
    understood = asked(shelf, "What did they make of Northmarch’s safeguarding board in 2015?")
    lead = compose_lead(understood, shelf.catalog)

    assert asks_view(understood)
    assert lead is not None
    assert lead.text.startswith("Local Safeguarding Children Board")
    other = asked(shelf, "What did they make of Northmarch’s boats in 2015?")
    assert not asks_view(other)
    assert compose_lead(other, shelf.catalog) is None


@pytest.mark.parametrize(
    ("question", "subjects"),
    [
        ("Which councils went up since 2020?", ["Westhaven"]),
        ("Which councils have got worse?", ["Northmarch"]),
        ("Which councils are no longer inadequate?", ["Westhaven"]),
        ("Which areas lost their good rating?", ["Northmarch"]),
        ("Has any council gone from inadequate to good?", ["Westhaven"]),
    ],
)
def test_who_went_up_or_down_is_listed(shelf, question, subjects):
    assert [text.split(",")[0] for text in said(shelf, question)] == subjects


def test_a_list_with_nothing_in_it_says_so(shelf):
    understood = asked(shelf, "Which councils have lost their outstanding rating?")
    none = compose_none(understood, shelf.catalog)

    assert none is not None
    assert none.claims == ()
    assert none.notices[0].startswith("This is so of 0 of the 2 ")
    for question in ("Which councils improved their boats?", "Which councils got worse?"):
        assert compose_none(asked(shelf, question), shelf.catalog) is None


@pytest.mark.parametrize(
    "question",
    [
        "What’s the overall Ofsted grade of Eastvale’s children’s services?",
        "Is Eastvale outstanding?",
        "What grade did Eastvale get for leadership?",
    ],
)
def test_a_grade_that_no_report_gives_is_refused(shelf, question):
    draft = refuse_grade(asked(shelf, question), shelf.catalog)

    assert draft is not None
    assert draft.claims == ()
    assert f"“{JOINT} Eastvale”" in draft.notices[0]


@pytest.mark.parametrize(
    "question",
    [
        "How is Northmarch rated?",
        "How was the front door in Eastvale judged?",
        "How good is leadership in Eastvale?",
        "What concerns are there about Eastvale?",
    ],
)
def test_what_sentences_may_answer_is_not_refused(shelf, question):
    assert refuse_grade(asked(shelf, question), shelf.catalog) is None


@pytest.mark.parametrize(
    "question",
    [
        "Is Northmarch good at football?",
        "Did Northmarch get good results for its reading scheme?",
        "How was Northmarch’s MASH graded?",
        "What should parents in Northmarch do?",
        "Is Northmarch’s response to abuse getting better?",
        "Which councils improved their response to missing children?",
    ],
)
def test_what_only_looks_like_a_grade_is_left_to_search(shelf, question):
    assert drafted(shelf, question) is None


def test_facts_of_the_report_itself(tmp_path):
    shelf = FindingsShelf(tmp_path)
    shelf.add_text(2019, "Inspection of Northmarch 2019\n\nPublished: 1 June 2019", "Northmarch")
    shelf.add_text(
        2023,
        "Area SEND inspection of Northmarch\n\nAnn Lee, Ofsted lead inspector | Bo Dale, CQC lead "
        "inspector\n\nCy Moss, CQC inspector",
        "Northmarch",
        title="Area SEND inspection of Northmarch",
        publisher="Ofsted and Care Quality Commission",
        lead_inspector="Ann Lee and Bo Dale",
    )

    def facts(question: str) -> Draft | None:
        return compose_facts(asked(shelf, question), shelf.catalog)

    led = facts("Northmarch SEND – who led for the CQC?")
    assert led is not None
    assert [one.text for one in led.claims] == [
        "Ann Lee, Ofsted lead inspector | Bo Dale, CQC lead inspector"
    ]
    came_out = facts("When was the Northmarch report published?")
    assert came_out is not None
    assert came_out.notices == ("It was published on 1 June 2023.",)
    held = facts("How many reports are there on Northmarch?")
    assert held is not None
    assert [one.text for one in held.claims] == [
        "Area SEND inspection of Northmarch",
        "Inspection of Northmarch 2019",
    ]
    assert held.notices == ("I hold 2 reports on Northmarch.",)
    for question in ("How many reports of abuse has Northmarch had?", "Who led the council in "):
        assert facts(f"{question} Northmarch?") is None
    shelf.close()


@pytest.mark.parametrize(
    ("question", "leaders"),
    [
        ("Who led the last inspection of Northmarch?", ["Lead inspector: Ann Lee"]),
        ("Who led the previous inspection of Northmarch?", ["Lead inspector: Bo Dale"]),
        ("Who led the Northmarch inspection before last?", ["Lead inspector: Bo Dale"]),
    ],
)
def test_the_previous_inspection_is_the_next_older_of_its_sort(tmp_path, question, leaders):
    shelf = FindingsShelf(tmp_path)
    for year, title, who in (
        (2019, "Inspection of Northmarch children’s services", "Bo Dale"),
        (2021, f"{JOINT} Northmarch", "Cy Moss"),
        (2023, "Inspection of Northmarch children’s services", "Ann Lee"),
    ):
        text = f"{title}\n\nLead inspector: {who}"
        shelf.add_text(year, text, "Northmarch", title=title, lead_inspector=who)

    draft = compose_facts(asked(shelf, question), shelf.catalog)

    assert draft is not None
    assert [one.text for one in draft.claims] == leaders
    shelf.close()


def test_who_led_without_a_place_is_unclear(shelf):
    assert asked(shelf, "Who was the lead inspector?").stop is Status.UNCLEAR
    assert asked(shelf, "Who was the lead inspector in Northmarch?").stop is None


def test_a_place_of_two_words_is_no_person_to_have_an_opinion_of():
    vocabulary = Vocabulary({}, ("South Northmarch",))

    assert understand(Question("Is South Northmarch good?"), vocabulary).stop is None
    assert understand(Question("Is Ann Lee good?"), vocabulary).stop is Status.OUT_OF_SCOPE
