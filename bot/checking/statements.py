"""Checks one sentence of a draft: do the reports support its numbers, dates, grades and names."""

import re
from dataclasses import dataclass

from bot.answering.checks.words import plain, stems, words
from bot.answering.narrow import best_sentences
from bot.answering.records import Citation, Claim, Draft, Evidence, Statement, StatementKind
from bot.answering.verify import verify
from bot.checking.cite import cite, nearest_sentence
from bot.checking.library import Library
from bot.checking.near import near_hits
from bot.checking.quotations import verbatim_places
from bot.checking.records import Checked, CheckVerdict, Place, Said
from ingest.subjects import named_subjects
from store.records import Hit

_FEWEST_WORDS = 5
_MOST_HITS = 10
_ENOUGH = 0.6  # Share of a sentence's meaningful words that must stand in what supports it.
_NEARLY = 0.8
_BEYOND = "it goes beyond what it cites"


@dataclass(frozen=True, slots=True)
class _Tried:
    """What a passage came to: a verified statement, or why not, and the share of common words."""

    hit: Hit
    outcome: Statement | str
    share: float


def check_statement(said: Said, library: Library) -> Checked:
    """Return whether the reports support a sentence, with the passage that does or comes nearest.

    Each passage is tried by itself, as `verify` checks what a chat model writes, and only those
    count that share nearly as many words as the nearest one: what that one denies, a passage
    which speaks of other things cannot support.
    """
    if lifted := _word_for_word(said, library):
        return Checked(said.text, CheckVerdict.SUPPORTED, "Word for word in the report.", lifted)
    named = set(named_subjects(said.text, library.aliases, library.known))
    hits = [*near_hits(said.text, library.shelf), *library.search(said.text)[:_MOST_HITS]]
    once = {(hit.report.report_id, hit.passage.ordinal): hit for hit in hits}.values()
    tried = [_against(said.text, hit, library) for hit in once]
    tried = [one for one in tried if one.share]
    if not tried:
        return Checked(said.text, CheckVerdict.UNSUPPORTED, "No report speaks of this.", None)
    least = max(_ENOUGH, _NEARLY * max(one.share for one in tried))
    for one in tried:
        if isinstance(one.outcome, Statement) and one.share >= least:
            first = one.outcome.citations[0]
            return Checked(said.text, CheckVerdict.SUPPORTED, _supported(first), first)
    about = [o for o in tried if o.hit.report.description.subject.value in named] or tried
    nearest = max(about, key=lambda one: one.share)
    citation = nearest_sentence(said.text, [nearest.hit], library.shelf)
    why = nearest.outcome if isinstance(nearest.outcome, str) else _BEYOND
    return Checked(said.text, CheckVerdict.UNSUPPORTED, _told(why), citation)


def _word_for_word(said: Said, library: Library) -> Citation | None:
    if len(said.text.split()) < _FEWEST_WORDS:
        return None
    for which, start, end in verbatim_places(said.text, library.shelf):
        held = library.shelf.held[which]
        return cite(library.shelf, held, Place(held.report.report_id, held.revision, start, end))
    return None


def _against(sentence: str, hit: Hit, library: Library) -> _Tried:
    """Check a sentence against the one or two sentences of a passage that it shares most with."""
    mine = set(stems(words(plain(sentence))))
    tried = _Tried(hit, _BEYOND, 0)
    for most in (1, 2):
        spans = best_sentences(sentence, hit.passage.text, most)
        theirs = {s for a, b in spans for s in stems(words(plain(hit.passage.text[a:b])))}
        if not spans or not mine:
            break
        at = hit.passage.start
        evidence = tuple(Evidence(hit, at + start, at + end) for start, end in spans)
        claim = Claim(sentence, StatementKind.PARAPHRASE, None, evidence)
        statements, withheld = verify(Draft((claim,)), library.shelf, library.names)
        share = len(mine & theirs) / len(mine)
        if statements:
            return _Tried(hit, statements[0], share)
        tried = _Tried(hit, withheld[0].why, share) if most == 1 else tried
    return tried


def _supported(first: Citation) -> str:
    day = f" ({first.published_on.isoformat()})" if first.published_on else ""
    return f"Every number, date, grade and name in it stands in “{first.title}”{day}."


def _told(why: str) -> str:
    """Put a reason of the checks, which speak of a statement and what it cites, for a draft."""
    told = re.sub(r"(in|beyond) what it cites", r"\1 the nearest passage", why)
    told = told.replace("what it cites", "what the nearest passage").replace("source", "report")
    return f"{told[:1].upper()}{told[1:]}."
