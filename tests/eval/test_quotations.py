"""Quotations annotated by reading real reports and releases, before the extractor was looked at.

`golden/quotations.jsonl` holds no text: each paragraph of a quotation is three words at its head,
three at its tail, its number of words and a hash of them all. A trap is something between
quotation marks that nobody said: a title, a slogan, a defined term, words of a statute.
"""

import hashlib
import json
import re
import sys
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from desk import ROOT

from ingest.load import load
from ingest.quotes import find_quotes
from ingest.sources.folder import read
from store.records import Quote

SHARED = ROOT.parent / "shared"
GOLDEN = Path(__file__).parent / "golden" / "quotations.jsonl"
MEGABYTES = 200
MARKS = "“”‘’\"'"
WORD = re.compile(r"\S+")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(not SHARED.exists(), reason="../shared, which lies beside the repository"),
]


def golden(kind: str) -> list[dict]:
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    return [line for line in map(json.loads, lines) if line["kind"] == kind]


@cache
def read_once(name: str) -> tuple[str, tuple[Quote, ...]]:
    (path,) = (path for path in SHARED.rglob(name) if path.is_file())
    loaded = load(read(path, MEGABYTES))
    return loaded.text, find_quotes(loaded.text, loaded.headings, loaded.set_off)


def plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(str.maketrans("‘’“”", "''\"\""))
    return " ".join(folded.split())


def located(text: str, span: dict, *, marked: bool) -> tuple[int, int] | None:
    """Where the annotated words stand, or None where the text has them no more."""
    words = list(WORD.finditer(text))
    bare = [re.sub(rf"^[{MARKS}(]+(?=\w|\[|…)", "", word[0]) for word in words]
    for first in range(len(words) - span["words"] + 1):
        if not plain(bare[first]).startswith(span["head"].split()[0]):
            continue
        start = words[first].end() - len(bare[first])
        last = words[first + span["words"] - 1].end()
        if marked and text[start - 1] not in MARKS:
            continue
        for end in range(last, max(start, last - 4), -1):
            if hashed(text[start:end]) == span["sha256"]:
                return start, end
    return None


def hashed(text: str) -> str:
    return hashlib.sha256(plain(text).encode()).hexdigest()[:16]


def taken(quotes: tuple[Quote, ...], span: tuple[int, int]) -> list[Quote]:
    return [quote for quote in quotes if quote.start < span[1] and quote.end > span[0]]


def verbatim(text: str, span: tuple[int, int], quotes: list[Quote]) -> bool:
    """Whether what was found in a span is all of its words, and no other's."""
    found = " ".join(text[quote.start : quote.end] for quote in quotes)
    return plain(found).strip(MARKS + " ,.;") == plain(text[slice(*span)]).strip(MARKS + " ,.;")


def whose(line: dict, quote: Quote) -> str:
    """Right, unknown or wrong: whom a quotation is laid to."""
    if not line["speakers"]:
        said = f"{quote.speaker or ''} {quote.role or ''}"
        return "right" if quote.speaker is None or line["role"] in said else "wrong"
    if quote.speaker is None:
        return "unknown"
    return "right" if quote.speaker in line["speakers"] else "wrong"


def judged(line: dict) -> tuple[str, str]:
    """Return how a quotation was taken, and whose it was said to be."""
    text, quotes = read_once(line["file"])
    spans = [located(text, span, marked=False) for span in line["spans"]]
    if None in spans:
        return "text changed", "text changed"
    found = [taken(quotes, span) for span in spans]
    if not any(found):
        return "missed", "missed"
    exact = all(verbatim(text, span, some) for span, some in zip(spans, found, strict=True))
    said = {whose(line, quote) for some in found for quote in some}
    said |= set() if all(found) else {"missed"}
    worst = next(one for one in ("wrong", "missed", "unknown", "right") if one in said)
    return ("exact" if exact else "not exact"), worst


def report(capsys, lines: list[str]) -> None:
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")


def test_the_annotated_quotations_are_verbatim_and_by_who_said_them(capsys):
    lines = golden("quote")
    results = [(line, *judged(line)) for line in lines]
    shown = [
        f"{line['file'][:40]} “{line['spans'][0]['head']}”: {how}, {who}"
        for line, how, who in results
        if (how, who) != ("exact", "right")
    ]
    exact = sum(how == "exact" for _, how, _ in results)
    right = sum(who == "right" for _, _, who in results)
    wrong = [line["file"] for line, _, who in results if who == "wrong"]
    report(
        capsys,
        [*shown, f"{len(lines)} quotations: {exact} exact, {right} by whom, {len(wrong)} wrong"],
    )
    assert not wrong
    assert not [line["file"] for line, how, _ in results if how != "exact"]
    assert right >= 0.9 * len(lines)


def test_what_nobody_said_is_not_laid_to_anybody(capsys):
    lines = golden("trap")
    shown = []
    laid = []
    for line in lines:
        text, quotes = read_once(line["file"])
        span = located(text, line["spans"][0], marked=True)
        assert span is not None, line
        inside = [
            quote
            for quote in taken(quotes, span)
            if quote.end - quote.start <= span[1] - span[0] + 4
        ]
        shown += [f"{line['file'][:40]} “{line['spans'][0]['head']}”: {inside}"] if inside else []
        laid += [line["file"] for quote in inside if quote.speaker]
    report(capsys, [*shown, f"{len(lines)} traps: {len(shown)} taken, {len(laid)} with a speaker"])
    assert not laid
    assert len(shown) <= 0.1 * len(lines)
