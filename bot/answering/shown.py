"""How a statement's words are shown: a row of a table as a person reads it, a bare item named.

What is stored and cited stays as it is; only code's own marks and headings are added.
"""

import re

from bot.answering.lift import TABLE_ROW
from bot.answering.records import Statement, StatementKind
from store.records import PATH_SEPARATOR

_ENDS = re.compile(r"[.!?:;…][”’\"')\]]*\d{0,3}\Z")
# Where a list's lead-in and one item of it make the sentence, the mark stands in its middle.
_MARK = re.compile(r"(?<=\n)\s*[•◦▪–-]\s+")
_MOST = 60


def shown_text(statement: Statement) -> str:
    """Return a statement's words on one line, a quote's without quotation marks."""
    alone = len(_MARK.findall(statement.text)) == 1
    text = " ".join((_MARK.sub("", statement.text) if alone else statement.text).split())
    if statement.kind is StatementKind.QUOTE:
        return text
    if TABLE_ROW in text:
        name, *cells = text.split(TABLE_ROW)
        return f"{name}: {'; '.join(cells)}"
    if statement.kind is StatementKind.EXTRACT and not _ENDS.search(text):
        # "The timeliness of decisions" can read as praise without what it is listed under.
        listed = statement.citations[0].section.split(PATH_SEPARATOR)[-1].strip(" :?")
        if 0 < len(listed) <= _MOST and listed.casefold() not in text.casefold():
            return f"{listed}: {text}"
    return text
