"""Checks one sentence of a draft: do the reports support its numbers, dates, grades and names."""

import re

from bot.answering.checks.words import plain, stems, words
from bot.answering.narrow import best_sentences
from bot.answering.records import Citation, Claim, Draft, Evidence, Statement, StatementKind
from bot.answering.verify import verify
from bot.checking.cite import cite, nearest_sentence
from bot.checking.library import Library
from bot.checking.quotations import verbatim_places
from bot.checking.records import Checked, CheckVerdict, Place, Said
from ingest.subjects import named_subjects
from store.records import Hit

_FEWEST_WORDS = 5
_MOST_HITS = 10


def check_statement(said: Said, library: Library) -> Checked:
    """Return whether the reports support a sentence, with the passage that does or comes nearest.

    Each passage is tried by itself, as `verify` checks what a chat model writes.
    """
    if lifted := _word_for_word(said, library):
        return Checked(said.text, CheckVerdict.SUPPORTED, "Word for word in the report.", lifted)
    named = set(named_subjects(said.text, library.aliases, library.known))
    nearest: tuple[bool, int, str, Hit] | None = None
    for hit in list(library.search(said.text))[:_MOST_HITS]:
        outcome, shared = _against(said.text, hit, library)
        if isinstance(outcome, Statement):
            return Checked(
                said.text, CheckVerdict.SUPPORTED, _supported(outcome), outcome.citations[0]
            )
        about = hit.report.description.subject.value in named
        if nearest is None or (about, shared) > nearest[:2]:
            nearest = (about, shared, outcome, hit)
    if nearest is None or not nearest[1]:
        return Checked(said.text, CheckVerdict.UNSUPPORTED, "No report speaks of this.", None)
    _, _, why, hit = nearest
    return Checked(
        said.text,
        CheckVerdict.UNSUPPORTED,
        _told(why),
        nearest_sentence(said.text, [hit], library.shelf),
    )


def _word_for_word(said: Said, library: Library) -> Citation | None:
    if len(said.text.split()) < _FEWEST_WORDS:
        return None
    for which, start, end in verbatim_places(said.text, library.shelf):
        held = library.shelf.held[which]
        return cite(library.shelf, held, Place(held.report.report_id, held.revision, start, end))
    return None


def _against(sentence: str, hit: Hit, library: Library) -> tuple[Statement | str, int]:
    """Return the verified statement or why it fails, and how many words it shares."""
    spans = best_sentences(sentence, hit.passage.text)
    if not spans:
        return "no passage shares a word with it", 0
    evidence = tuple(
        Evidence(hit, hit.passage.start + start, hit.passage.start + end) for start, end in spans
    )
    claim = Claim(sentence, StatementKind.PARAPHRASE, None, evidence)
    statements, withheld = verify(Draft((claim,)), library.shelf, library.names)
    mine = set(stems(words(plain(sentence))))
    theirs = {s for a, b in spans for s in stems(words(plain(hit.passage.text[a:b])))}
    return (statements[0] if statements else withheld[0].why), len(mine & theirs)


def _supported(statement: Statement) -> str:
    first = statement.citations[0]
    day = f" ({first.published_on.isoformat()})" if first.published_on else ""
    return f"Every number, date, grade and name in it stands in “{first.title}”{day}."


def _told(why: str) -> str:
    """Put a reason of the checks, which speak of a statement and what it cites, for a draft."""
    told = re.sub(r"(in|beyond) what it cites", r"\1 the nearest passage", why)
    told = told.replace("what it cites", "what the nearest passage").replace("source", "report")
    return f"{told[:1].upper()}{told[1:]}."
