"""Questions for a grade of a body that no report grades: refused, with why.

Such a body's reports still say "good" of this and that, which is no grade of it.
"""

import re
from dataclasses import replace

from bot.answering.categories import categories_in
from bot.answering.finding_sorts import Sort, asked_part, sort_of
from bot.answering.finding_topics import topics_of
from bot.answering.records import Draft, Understood
from bot.answering.wording import held_instead
from bot.history import FindingsSource, read_reports
from ingest.findings.grades import CELL_GRADE
from ingest.findings.outcomes import SCALE as SEND_SCALE
from ingest.sentences import sentences

_GRADE_NOUN = re.compile(r"\b(?:grades?|graded|ratings?|rated)\b", re.IGNORECASE)
# Of a report that ingest read no grade in, a sentence may still give one.
_STATES_GRADE = re.compile(
    rf"\b(?:judged|graded|rated)\s+(?:as\s+|to\s+be\s+|overall\s+)*[“\"‘']?{CELL_GRADE}\b"
    rf"|\boverall\b[^.|]{{0,60}}(?:\bis|\bwas|\bare|\||:)\s*{CELL_GRADE}\b",
    re.IGNORECASE,
)


def refuse_grade(understood: Understood, source: FindingsSource) -> Draft | None:
    """Return an empty draft that says that no report grades a body, None where that is not so."""
    query = asked_part(understood)
    if len(understood.subjects) != 1 or sort_of(understood) is not Sort.GRADE:
        return None
    if topics_of(understood) or (categories_in(query)[0] and not _GRADE_NOUN.search(query)):
        return None
    reads = read_reports(source, replace(understood.filters, subjects=understood.subjects))
    grades = [one for read in reads for one in read.findings.judgements]
    if not reads or any(one.scale != SEND_SCALE for one in grades):
        return None
    texts = (source.text(read.report.report_id, read.report.revision) for read in reads)
    if any(_STATES_GRADE.search(text[slice(*span)]) for text in texts for span in sentences(text)):
        return None
    (subject,) = understood.subjects
    held = held_instead(read.report for read in reversed(reads))
    return Draft((), notices=(f"No report here gives a grade of {subject}. {held}",))
