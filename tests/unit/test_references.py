"""A report's own numbers, as printed; those of others and of what it lists are left alone."""

import pytest

from ingest.records import Loaded
from ingest.references import find_reference


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["HC 123", "SG/2024/45"], ["HC 123", "SG/2024/45"]),
        (["HC 123-II"], ["HC 123-II"]),
        (["CP 1025"], ["CP 1025"]),
        (["Cm 9876 and HL Paper 12"], ["HL Paper 12", "Cm 9876"]),
        (["ISBN: 978-1-5286-1234-5"], ["ISBN: 978-1-5286-1234-5"]),
        (["[2024] UKSC 12", "UKSC 2023/0042"], ["[2024] UKSC 12", "UKSC 2023/0042"]),
        (["Neutral Citation Number: [2024] EWHC 1680 (KB)"], ["[2024] EWHC 1680 (KB)"]),
        (["[2024] EWCA Civ 745"], ["[2024] EWCA Civ 745"]),
        (["[2019] UKSC 10", "On appeal from [2017] EWCA Civ 119"], ["[2019] UKSC 10"]),
        (["URN: 80454", "Report number: 10012345"], ["URN 80454", "Report number 10012345"]),
        (["Unique reference number (URN) | 80454"], ["Unique reference number (URN) 80454"]),
        (["Our ref: HMI/2024/17", "Your ref: X/9"], ["Our ref HMI/2024/17"]),
        (["Case No: BL-2020-000136"], ["Case No BL-2020-000136"]),
        (["2025 No. 133"], ["2025 No. 133"]),
        (["Telephone number: 0300 123 1231", "Charity number: 1234567"], []),
        (["Our ref: RW12", "Dear Chief Constable", "I refer to HC 123."], ["Our ref RW12"]),
        (["Ref: A/01", "Ref: A/02", "Ref: A/03"], []),
        (["The HC was told by 12 people.", "In 2024 no. 10 was empty."], []),
    ],
)
def test_references_are_found_as_printed(paragraphs, expected):
    found = find_reference(Loaded("\n\n".join(["A report", *paragraphs, "The end."])))
    assert list(found.value or ()) == expected


def test_the_imprint_on_the_last_page_counts():
    text = "A report\n\n" + "Words.\n\n" * 2000 + "ISBN 978-1-5286-1234-5"
    assert find_reference(Loaded(text)).value == ("ISBN 978-1-5286-1234-5",)


def test_numbers_in_the_middle_of_a_report_are_those_of_others():
    text = "A report\n\n" + "Words.\n\n" * 2000 + "HC 12\n\n" + "Words.\n\n" * 2000
    assert find_reference(Loaded(text)).value is None
