"""Who led an inspection is taken as the report names them."""

import pytest
from findings_kit import loaded

from ingest.inspectors import find_lead_inspector


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lead inspector: Ann Lee, His Majesty’s Inspector", "Ann Lee"),
        ("Lead inspector: | Ann O’Lee, HMI\nJudgement | Grade", "Ann O’Lee"),
        ("Lead inspector: Ann Lee\n\nHer Majesty’s Inspector", "Ann Lee"),
        ("Lead inspector: Ann Lee HMI\n\nJudgement | Grade", "Ann Lee"),
        ("Deputy lead inspector: Bo Dale\n\nLead inspector: Ann Lee", "Ann Lee"),
        ("Fieldwork: May 2019 Published: 1 June 2019 Lead inspector: Dr Ann Lee", "Dr Ann Lee"),
        (
            "Lead inspectors: Ann Lee, His Majesty’s Inspector, and Bo Dale, HMI",
            "Ann Lee and Bo Dale",
        ),
        ("Ann Lee, Ofsted HMI Lead inspector | Bo Dale, CQC Lead inspector", "Ann Lee and Bo Dale"),
        ("The inspection was led by Ann Lee-Dale.", "Ann Lee-Dale"),
        ("Reporting inspector Ann Lee HMI", "Ann Lee"),
        ("The lead inspector will visit again.", None),
        ("The inspection was led by one of His Majesty’s Inspectors.", None),
    ],
)
def test_lead_inspectors(text, name):
    found = find_lead_inspector(loaded(f"Inspection of Saltmere\n\n{text}"))

    assert found.value == name
    assert found.sure == (name is not None)
