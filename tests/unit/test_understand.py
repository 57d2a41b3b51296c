"""A question is understood whole: its thread, its subjects, its names, what it asks for."""

from dataclasses import replace
from datetime import date

import pytest
from fakes import make_report

from bot.answering.names import holds_name, names_in
from bot.answering.records import Question, Status, Turn
from bot.answering.understand import understand
from bot.answering.vocabulary import Vocabulary
from store.records import ReportKind

ALIASES = {
    "Metropolitan Police Service": ["Met", "the Met", "MPS", "Scotland Yard"],
    "Greater Manchester Police": ["GMP"],
}
WORDS = Vocabulary(ALIASES, ["Metropolitan Police Service", "Saltmere Constabulary"])


def ask(text: str, *before: str):
    return understand(Question(text, tuple(Turn(one, "") for one in before)), WORDS)


@pytest.mark.parametrize(
    ("follow_up", "whole"),
    [
        ("and what about online abuse?", "What concerns remain for the Met, on online abuse?"),
        ("What about Saltmere Constabulary?", "What concerns remain for Saltmere Constabulary?"),
        ("and in 2016?", "What concerns remain for the Met in 2016?"),
        ("When will they go back?", "When will they return (Metropolitan Police Service)?"),
        ("Why?", "Why: What concerns remain for the Met?"),
        ("What about Kent?", "What concerns remain for Kent?"),
        ("And 2019?", "What concerns remain for the Met in 2019?"),
        ("the mother, did she know?", "did the mother know (Metropolitan Police Service)?"),
        ("And the one before?", "What concerns remain for the Met in the previous inspection?"),
        (
            "How many reports has the inspectorate published on burglary in all?",
            "How many reports has the inspectorate published on burglary in all?",
        ),
    ],
)
def test_a_follow_up_is_made_whole_from_its_thread(follow_up, whole):
    assert ask(follow_up, "What concerns remain for the Met?").query == whole


@pytest.mark.parametrize(
    ("follow_up", "answer", "whole"),
    [
        ("And what did he say about resourcing?", "", "what did Matt Parr say about resourcing"),
        (
            "What is her role?",
            "“It is not enough”, said Rosalind Teague.",
            "Rosalind Teague’s role",
        ),
        ("Was she right?", "Rosalind Teague said so.", "Was Rosalind Teague right"),
    ],
)
def test_he_and_she_are_the_person_last_named(follow_up, answer, whole):
    before = "What did Matt Parr say about the Met?" if not answer else "Who spoke for the Met?"
    words = replace(WORDS, people=("Rosalind Teague",))

    understood = understand(Question(follow_up, (Turn(before, answer),)), words)

    assert whole in understood.query


def test_thanks_are_no_question_to_follow():
    assert ask("And in 2016?", "What concerns remain for the Met?", "Thanks!").query == (
        "What concerns remain for the Met in 2016?"
    )


def test_a_known_person_is_named_in_any_spelling():
    words = replace(WORDS, people=("Rosalind Teague",))

    assert names_in("what did rosalind teague say?", words) == ("Rosalind Teague",)


def test_a_name_that_two_subjects_share_is_asked_about():
    words = Vocabulary({}, ["North Wexshire", "West Wexshire", "Saltmere"])

    understood = understand(Question("How was Wexshire graded?"), words)

    assert understood.stop is Status.UNCLEAR
    assert understood.choices == ("North Wexshire", "West Wexshire")


@pytest.mark.parametrize(
    ("question", "stop"),
    [
        ("What’s their grade?", Status.UNCLEAR),
        ("How was it graded?", Status.UNCLEAR),
        ("What did the inspectors find?", Status.UNCLEAR),
        ("When is the next inspection?", Status.UNCLEAR),
        ("How good are services there?", Status.UNCLEAR),
        ("Who was the lead inspector?", Status.UNCLEAR),
        ("When was the report published?", Status.UNCLEAR),
        ("How many inspectors were there?", Status.UNCLEAR),
        ("Is it expected to improve?", Status.UNCLEAR),
        ("How much does it cost?", Status.UNCLEAR),
        ("Is it a crime to sell essays?", None),
        ("What does it cost to apply for a licence?", None),
        ("When was the burglary report published?", None),
        ("Who was the lead inspector for Wexholme?", None),
        ("How many forces were graded inadequate?", None),
        ("Which forces were graded inadequate?", None),
        ("Is it true that burglary rose?", None),
        ("What did inspectors find about burglary?", None),
    ],
)
def test_what_nobody_can_tell_the_subject_of_is_asked_back(question, stop):
    assert ask(question).stop is stop


def test_who_publishes_many_reports_does_not_say_which_one():
    reports = [make_report(f"r{n}", publisher="Inspectorate of Wexshire") for n in range(2)]
    names = {"Inspectorate of Wexshire": ["WEXIN"]}
    words = replace(WORDS, reports=reports, publishers=names)

    assert understand(Question("Who was WEXIN’s lead inspector?"), words).stop is Status.UNCLEAR
    assert understand(Question("Who was Teague’s lead inspector?"), words).stop is None


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("How is Stoke rated?", "Stoke-on-Trent"),
        ("how is stoke rated", "Stoke-on-Trent"),
        ("How is Northmarch doing?", "Northmarch Police"),
    ],
)
def test_a_short_name_stands_for_the_one_subject_it_can(question, subject):
    words = Vocabulary({}, ["Stoke-on-Trent", "Northmarch Police", "Kent"])

    assert understand(Question(question), words).subjects == (subject,)


def test_the_force_alone_may_be_any():
    assert ask("What concerns remain for the force?").open_party
    assert not ask("What concerns remain for the force?", "How is the Met?").open_party
    assert not ask("What concerns remain for the Met?").open_party


def test_follow_ups_follow_follow_ups():
    understood = ask(
        "And since 2019?", "What concerns remain for the Met?", "What about Saltmere Constabulary?"
    )

    assert understood.query == "What concerns remain for Saltmere Constabulary since 2019?"


@pytest.mark.parametrize(
    ("follow_up", "before", "whole"),
    [
        ("And about pay?", "What did Teague say about drones?", "What did Teague say about pay?"),
        (
            "And what about pay?",
            "What did inspectors find on drones at the Met?",
            "What did inspectors find on pay (Metropolitan Police Service)?",
        ),
        (
            "And in 2016?",
            "What did inspectors say about the Met?",
            "What did inspectors say about the Met in 2016?",
        ),
        (
            "What about Kent?",
            "What did inspectors say about the Met?",
            "What did inspectors say about Kent?",
        ),
    ],
)
def test_another_matter_takes_the_place_of_the_one_before(follow_up, before, whole):
    assert ask(follow_up, before).query == whole


def test_a_follow_up_is_of_what_was_named_where_no_subject_was():
    understood = ask("When was it decided?", "What did judges say in Wexholme Trust?")

    assert understood.query == "When was it decided (Wexholme Trust)?"


def test_a_first_question_is_left_as_it_is():
    assert ask("What about the Met?").query == "What about the Met?"


@pytest.mark.parametrize(
    ("question", "subjects"),
    [
        ("What concerns remain for the Met?", ("Metropolitan Police Service",)),
        ("what concerns remain for the met?", ("Metropolitan Police Service",)),
        ("Compare Scotland Yard and GMP",
         ("Metropolitan Police Service", "Greater Manchester Police")),
        ("Who met the inspectors?", ()),
        ("Is the Met Office right?", ()),
    ],
)  # fmt: skip
def test_subjects_resolve_by_alias_and_not_by_likeness(question, subjects):
    assert ask(question).subjects == subjects


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Rosalind Teague say about the Met?", ("Rosalind Teague",)),
        ("What was said about the City of Wexholme Police?", ("City of Wexholme Police",)),
        ("When will inspectors revisit?", ()),
        ("Does HMICFRS inspect fire services in March 2020?", ("HMICFRS",)),
        ("Croydon?", ("Croydon",)),
        ("what about people in croydon", ("croydon",)),
        ("Was it better before Christmas 2014, or at Easter?", ()),
        ("Do the Care Leavers or Social Workers in Wexholme complain?", ("Wexholme",)),
        ("Does Natural Wexham or Natural England sell it?", ("Natural Wexham", "Natural England")),
        ("Does the UK Government or the Welsh Government pay?", ("Welsh Government",)),
        ("What did the Home Secretary say?", ("Home Secretary",)),
        ("What did Home Secretary Rosalind Teague say?", ("Rosalind Teague",)),
        ("What did Ann May say in May 2020?", ("Ann May",)),
        ("How much is a Tier 2 licence?", ("Tier 2",)),
        ("how much is a tier 2 licence", ("tier 2",)),
        ("Did Site C do better than Site A?", ("Site C", "Site A")),
        ("Is Part 7 of use to Wexholme 3 years on?", ("Part 7", "Wexholme")),
        ("How many under section 47 of the 1989 act?", ("section 47",)),
        ("What is the Gloves Not Gunz project?", ("Gloves Not Gunz",)),
        ("What Did The Teagues Do About Wexholme?", ("the Teagues", "Wexholme")),
        ("What did the Teagues’ nephew do?", ("the Teagues",)),
        ("What did the Lords decide?", ("Lords",)),
    ],
)
def test_names_that_an_answer_must_be_about(question, names):
    assert names_in(question, Vocabulary(ALIASES, ())) == names


def test_a_person_is_known_by_the_last_name_alone():
    assert holds_name("Ms Teague went on.", "Rosalind Teague")
    assert not holds_name("Rosalind went on.", "Rosalind Teague")
    assert not holds_name("Policing in Greater Wexholme", "Greater Manchester Police")


def test_what_joins_a_known_person_is_another_name():
    words = replace(WORDS, people=("Rosalind Teague", "Will"))

    question = "What will Rosalind Teague and Matt Parr say on Best Bikes?"

    assert names_in(question, words) == ("Rosalind Teague", "Matt Parr", "Best Bikes")


@pytest.mark.parametrize(
    ("text", "name", "held"),
    [
        ("The Teague brothers fell out.", "the Teagues", True),
        ("The Teagues fell out.", "the Teagues", True),
        ("The colour teague.", "the Teagues", False),
        ("Apply for a Tier 4 licence.", "Tier 2", False),
        ("Apply for Tiers 2 and 5.", "tier 2", True),
        ("Apply for Tiers 2 and 5.", "Tier 5", True),
        ("See Tier 25.", "Tier 2", False),
        ("See reg. 9(4).", "regulation 9", True),
        ("Part of 7 counties", "Part 7", False),
        ("England is natural.", "Natural England", False),
        ("The Health Secretary spoke.", "Home Secretary", False),
        ("Rosalind Teagué spoke of St Wex’s", "St Wex's", True),
        ("Rosalind Teagué spoke", "Rosalind Teague", True),
        ("children with special educational needs and/or disabilities", "SEND", True),
        ("a multi-agency safeguarding hub", "MASH", True),
        ("They send some every night.", "SEND", False),
        ("Stoke-on-Wex", "Stoke on Wex", True),
    ],
)
def test_a_text_may_name_a_name_in_other_words(text, name, held):
    assert holds_name(text, name) is held


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("What concerns remain for the Met?", {"concerns"}),
        ("When will inspectors revisit?", {"when", "future"}),
        ("When did inspectors visit?", {"when", "past"}),
        ("How many officers were dismissed?", {"number"}),
        ("What did Matt Parr say about oversight?", {"said"}),
        ("Who asked for the quarterly reports?", {"who"}),
        ("What is Engage?", {"definition"}),
        ("What are the main weaknesses?", {"concerns"}),
        ("Which forces have a backlog?", {"list"}),
    ],
)
def test_what_sort_of_finding_is_asked_for(question, asks):
    assert ask(question).asks == asks


def test_the_present_is_told_from_the_past():
    assert ask("What concerns remain for the Met?").present
    assert not ask("What concerned inspectors in 2016?").present


def test_as_of_is_read_from_the_question_and_the_given_day_wins():
    asked = ask("How was the Met graded as of 3 March 2021?")
    given = understand(
        Question("How was the Met graded as of 3 March 2021?", as_of=date(2020, 1, 1)), WORDS
    )

    assert asked.filters.as_of == date(2021, 3, 3)
    assert given.filters.as_of == date(2020, 1, 1)


@pytest.mark.parametrize(
    ("text", "stop"),
    [
        ("", Status.UNCLEAR),
        ("???", Status.UNCLEAR),
        ("Do you think the Met is bad?", Status.OUT_OF_SCOPE),
        ("Will the chief constable resign?", Status.OUT_OF_SCOPE),
        ("tell me a joke", Status.OUT_OF_SCOPE),
        ("Will the force be inspected again?", None),
        ("What did inspectors think about victims who lose confidence?", None),
    ],
)
def test_what_no_search_can_help_ends_here(text, stop):
    assert ask(text).stop is stop


def test_a_question_of_any_length_is_cut_and_not_refused():
    assert len(ask("why " * 50_000).query) <= 2_000


@pytest.mark.parametrize("document", ["2024 letter", "follow-up letter"])
def test_a_document_that_says_something_is_no_speaker(document):
    read = ask(f"What did the {document} say about waits?")

    assert read.sought is None
    assert read.kinds == (ReportKind.LETTER,)


@pytest.mark.parametrize(
    ("asked", "whole"),
    [
        (
            "Saltmere Constabulary is still inadequate, isn’t it?",
            "Is Saltmere Constabulary still inadequate?",
        ),
        ("The Met was inadequate in 2019, right?", "Was The Met inadequate in 2019?"),
        ("Is it true, right?", "Is it true, right?"),
        ("Press query: is the Met safe?", "is the Met safe?"),
        ("Hi team, quick question – who leads the Met?", "who leads the Met?"),
        ("Hi there", "Hi there"),
        ("Do councils use B&Bs?", "Do councils use bed and breakfast?"),
        ("How is South Glos doing?", "How is South Gloucestershire doing?"),
        ("How many beds has Herts?", "How many beds has Hertfordshire?"),
        ("Is Herts Council good?", "Is Hertfordshire Council good?"),
        ("Beds are short in Oxon Hill.", "Beds are short in Oxon Hill."),
    ],
)
def test_tags_and_short_counties_are_read(asked, whole):
    assert ask(asked).query == whole


def test_what_a_place_has_is_not_of_its_name():
    assert names_in("What is Southend’s MASH for?", WORDS) == ("Southend", "MASH")
    assert names_in("What is King’s College for?", WORDS) == ("King’s College",)
    assert ask(
        "Does he pay rent?", "Does Elias Moor keep the flat in Nottingham Terrace?"
    ).query == ("Does Elias Moor pay rent?")


@pytest.mark.parametrize(
    ("follow_up", "before", "whole"),
    [
        (
            "How many had no school place at all?",
            "What did inspectors say about the Met?",
            "How many had no school place at all (Metropolitan Police Service)?",
        ),
        (
            "and for Gingerbread?",
            "Who sat for Shelter on the Benefits Group?",
            "Who sat for Gingerbread on the Benefits Group?",
        ),
    ],
)
def test_what_is_counted_and_who_stands_where_is_taken_from_the_thread(follow_up, before, whole):
    assert ask(follow_up, before).query == whole


@pytest.mark.parametrize(
    ("text", "name", "named"),
    [
        ("Many European markets are full.", "Europe", True),
        ("Mr Moor runs NMRO.", "National Measurement and Regulation Office", True),
        ("The Hampshire and Isle of Wight Integrated Care Board pays.", "Isle of Wight", False),
        ("The Isle of Wight pays.", "Isle of Wight", True),
        ("Liverpool has a prison.", "HMP Liverpool", False),
    ],
)
def test_a_name_is_held_in_its_other_forms_and_not_in_another_name(text, name, named):
    assert holds_name(text, name) is named


def test_a_prison_or_a_university_is_not_the_place_it_is_named_after():
    words = Vocabulary({}, ["Liverpool"])
    for body in ("HMP Liverpool", "University of Liverpool"):
        understood = understand(Question(f"What did inspectors find at {body}?"), words)
        assert (understood.subjects, understood.names) == ((), (body,))


@pytest.mark.parametrize(
    "question", ["Which agency are they part of?", "How many beds does it have?"]
)
def test_a_pronoun_without_a_thread_is_unclear(question):
    assert ask(question).stop is Status.UNCLEAR
