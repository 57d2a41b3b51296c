"""The name of a subject on the command line means that subject or none."""

import pytest

from bot.subjects import resolve_subject
from store.errors import UnknownSubjectError

ALIASES = {"Metropolitan Police Service": ["Met", "the Met"]}
KNOWN = [
    "Bradford",
    "Greater Manchester Police",
    "Kent Police",
    "Manchester",
    "Metropolitan Police Service",
    "South Gloucestershire",
]


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("bradford", "Bradford"),
        ("City of Bradford Council", "Bradford"),
        ("the Met", "Metropolitan Police Service"),
        ("Manchester", "Manchester"),
        ("Kent", "Kent Police"),
        ("south gloucestershire", "South Gloucestershire"),
    ],
)
def test_a_name_means_its_subject(name, subject):
    assert resolve_subject(name, ALIASES, KNOWN) == subject


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Bradfrod", "Did you mean Bradford?"),
        ("Gloucestershire", "Did you mean South Gloucestershire?"),
        ("Zanzibar", "reports list"),
    ],
)
def test_a_name_that_is_none_is_refused_with_what_is_alike(name, hint):
    with pytest.raises(UnknownSubjectError, match=hint.replace("?", "[?]")):
        resolve_subject(name, ALIASES, KNOWN)
