"""Grades: how they are printed, what they come to, and on which scale they stand."""

import re
from datetime import date

GRADE = (
    r"(?:requires?\s+improvement(?:\s+to\s+be\s+good)?|outstanding|good|adequate|satisfactory|"
    r"inadequate)"
)
# Grades of inspectorates of prisons and of schools' report cards, which stand in cells and lists.
_PRISON = "good / reasonably good / not sufficiently good / poor"
_CARD = "exceptional / strong standard / expected standard / needs attention / urgent improvement"
CARD_GRADES = frozenset(_CARD.split(" / "))
CELL_GRADE = (
    rf"(?:{GRADE}|not\s+sufficiently\s+good|reasonably\s+good|poor|exceptional|strong\s+standard|"
    r"expected\s+standard|needs\s+attention|urgent\s+improvement)"
)
# A grade as the end of "X is ..."; "requires improvement" is a verb of its own.
IS_GRADE = (
    rf"(?:(?:is|are)\s+(?:(?:judged|graded|rated)\s+(?:as\s+|to\s+be\s+)?)?(?P<grade>{GRADE})|"
    r"(?P<needs>requires?\s+improvement(?:\s+to\s+be\s+good)?))"
)
# A narrow column may have cut off the end of "requires improvement to be good".
_CELL = re.compile(
    rf"(?:(?:grade|rating)\s*:\s*)?(?P<grade>{CELL_GRADE})(?:\s+to(?:\s+be)?)?"
    r"(?:\s*[(–-]?\s*grade\s*\d\)?)?[.*]?\d?"
    # What it was before, in brackets, and the coloured spots beside ratings.
    r"(?:\s*\((?:in\s+|last\b|previous(?:ly)?\b)?[^()]{0,12}:?[^()]{0,40}\))?[\s●○◯⬤☆★]*|"
    rf"grade\s+\d\s*[(:–-]?\s*(?P<second>{GRADE})\)?",
    re.IGNORECASE,
)
# What a report repeats from an earlier one is no judgement of its own.
EARLIER = re.compile(
    r"\b(?:previous(?:ly)?|last|earlier|prior|former(?:ly)?|at\s+the\s+time|improved\s+from|"
    r"declined\s+from|(?:was|were|had\s+been|has\s+been|have\s+been)|since|when)\b",
    re.IGNORECASE,
)
HISTORY = re.compile(r"\b(?:previous(?:ly)?|last|earlier|prior|former)\b", re.IGNORECASE)
OFSTED = "outstanding / good / requires improvement / inadequate"
OFSTED_OLD = "outstanding / good / adequate / inadequate"
FIVE_POINT = "outstanding / good / adequate / requires improvement / inadequate"
UNKNOWN = "not stated"
_LISTED = re.compile(
    r"\boutstanding(?:\s*\(grade 1\)[^\n]{0,120})?[,;/|\s]+"
    r"good(?:\s*\(grade 2\)[^\n]{0,120})?[,;/|\s]+"
    r"(?P<third>adequate|requires\s+improvement)(?:\s*\(grade 3\)[^\n]{0,120})?"
    r"[,;/|\s]+"
    r"(?:(?:and|or)\s+)?(?P<fourth>requires\s+improvement|inadequate)",
    re.IGNORECASE,
)
_FOUR_POINT = re.compile(r"Care Quality|Inspectorate of Probation")
_HMIC = re.compile(r"\bHMIC\w*\b")
# HMICFRS put "adequate" between good and requires improvement in its programme of 2021.
_FIVE_POINT_SINCE = 2021


def grade_in(cell: str) -> str | None:
    """Return the grade that a table cell or a line holds and nothing else, as printed."""
    match = _CELL.fullmatch(cell.strip())
    return (match["grade"] or match["second"]) if match else None


def value_of(grade: str) -> str:
    """Return the plain name of a printed grade."""
    lower = " ".join(grade.lower().split())
    return "requires improvement" if lower.startswith("requir") else lower


def special_scale(values: set[str]) -> str | None:
    """Return the scale that some grades stand on alone, None for grades of the common ones."""
    own = values - {"good"}
    scales = (scale for scale in (_PRISON, _CARD) if own & set(scale.split(" / ")))
    return next(scales, None)


def scale_of(values: set[str], text: str, publisher: str, published: date | None) -> str:
    """Return the scale of a report's grades: as its text lists it, else by grades and publisher."""
    if stated := special_scale(values) or _listed(text):
        return stated
    if {"adequate", "requires improvement"} <= values:
        return FIVE_POINT
    if "Ofsted" in publisher:
        return OFSTED_OLD if "adequate" in values else OFSTED
    if _FOUR_POINT.search(publisher):
        return OFSTED
    if _HMIC.search(publisher) and published:
        return FIVE_POINT if published.year >= _FIVE_POINT_SINCE else OFSTED
    return UNKNOWN


def _listed(text: str) -> str | None:
    """Return the scale that a text sets out in a row, None where it does not."""
    stated = _LISTED.search(text)
    if stated is None:
        return None
    third, fourth = value_of(stated["third"]), value_of(stated["fourth"])
    if third == "adequate":
        return FIVE_POINT if fourth == "requires improvement" else OFSTED_OLD
    return OFSTED
