import pytest

from ingest.describe import DescribeSettings
from ingest.lead import Paragraph
from ingest.organisations import bodies_in_title
from ingest.reported import authority_in
from ingest.subjects import canonical, is_place, named_subjects, place

ALIASES = DescribeSettings().subjects
KNOWN = ["Manchester", "Bradford", "Reading", "Gloucestershire", "South Gloucestershire", "London"]
MET = "Metropolitan Police Service"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What concerns remain for the Met?", [MET]),
        ("has the met improved?", [MET]),
        ("How did the Metropolitan Police do?", [MET]),
        ("Scotland Yard or the MPS", [MET]),
        ("Inspectors met in Bradford.", ["Bradford"]),
        ("What did MPs say?", []),
        ("Was the Met Office inspected?", []),
        ("Greater Manchester Police", ["Greater Manchester Police"]),
        ("Is GMP better than manchester?", ["Greater Manchester Police", "Manchester"]),
        ("City of London Police", ["City of London Police"]),
        ("the City of London", []),
        ("south gloucestershire", ["South Gloucestershire"]),
        (
            "Gloucestershire, not South Gloucestershire",
            ["Gloucestershire", "South Gloucestershire"],
        ),
        ("Reading the report, what about Bradford’s homes?", ["Bradford"]),
        ("What about Reading?", ["Reading"]),
        ("I was reading about care.", []),
        ("Manchester Airport", []),
        ("Manchester-based Bradfordian", ["Manchester"]),
        ("Bradford, then Bradford", ["Bradford"]),
        ("Metropolitan  Police\nService", [MET]),
    ],
)
def test_a_question_names_subjects_and_no_look_alikes(question, expected):
    assert named_subjects(question, ALIASES, KNOWN) == expected


def test_a_look_alike_is_refused_even_where_it_is_not_configured():
    assert named_subjects("Greater Manchester Police", {}, ["Manchester"]) == []
    assert named_subjects("City of London Police", {}, ["London"]) == []


def test_nothing_known_names_nothing():
    assert named_subjects("Bradford", {}, []) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("City of Bradford Metropolitan District Council", "Bradford"),
        ("Bradford Children and Families Trust", "Bradford"),
        ("the London Borough of Ealing", "Ealing"),
        ("Leicester City", "Leicester"),
        ("Wakefield District Metropolitan Council", "Wakefield"),
        ("Royal Borough of Windsor and Maidenhead", "Windsor and Maidenhead"),
        ("Stockton-On-Tees Borough Council", "Stockton-on-Tees"),
        ("Cornwall Local Area Partnership", "Cornwall"),
        ("Medway Children’s Services", "Medway"),
        ("City of London", "City of London"),
        ("South Gloucestershire", "South Gloucestershire"),
        ("Council", "Council"),
    ],
)
def test_an_authority_goes_by_its_place(name, expected):
    assert place(name) == expected


def test_configured_names_win():
    assert canonical("Scotland Yard", ALIASES) == MET
    assert canonical("Hull City Council", {"Kingston upon Hull": ["Hull City Council"]}) == (
        "Kingston upon Hull"
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("PEEL 2021: an inspection of Kent Police", ["Kent Police"]),
        ("The Metropolitan Police Service: a progress report", [MET]),
        ("Inspection of Westshire Constabulary", ["Westshire Constabulary"]),
        ("Kent Police and Essex Police", ["Kent Police", "Essex Police"]),
        ("Speech to the Association of Police and Crime Commissioners", []),
        ("A report on the City of London Police", ["City of London Police"]),
        ("How the City of London polices fraud", []),
        ("Unrest and the Detroit Metropolitan Police Department", []),
        ("Inspection of North Westshire Police", ["North Westshire Police"]),
        ("North Westshire Fire and Rescue Service", ["North Westshire Fire and Rescue Service"]),
        ("Report on an unannounced inspection of HMP Norbridge", ["HMP Norbridge"]),
        (
            "Review of Norbridge Hospitals NHS Foundation Trust",
            ["Norbridge Hospitals NHS Foundation Trust"],
        ),
        ("The fire service and the police", []),
    ],
)
def test_a_title_names_its_bodies_and_no_look_alikes(title, expected):
    assert bodies_in_title(title, ALIASES) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Inspection of Norbridge local authority children’s services"], "Norbridge"),
        (["Area SEND inspection of Norbridge Local Area Partnership"], "Norbridge"),
        (["Joint targeted area inspection of the response to neglect in Norbridge"], "Norbridge"),
        (["Norbridge", "Inspection of children’s social care services"], "Norbridge"),
        (["Inspection of looked after children services", "Norbridge Council"], "Norbridge"),
        (["Services for children in Norbridge are good."], "Norbridge"),
        (["Inspection of looked after children services"], None),
        (["Annual accounts", "Norbridge Council"], None),
    ],
)
def test_the_first_lines_tell_the_authority(lines, expected):
    opening = [Paragraph(line, 0, heading=True) for line in lines]
    found = authority_in("", opening)
    assert (place(found[0]) if found else None) == expected


def test_a_place_has_few_words_all_with_capitals():
    assert is_place("Stoke-on-Trent City Council")
    assert not is_place("looked after children")
    assert not is_place("Ann Hill, Director, Norbridge Council")
