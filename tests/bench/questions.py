"""Questions whose report and page are known, for the retrieval half of `make bench`.

They are those of the golden set that stand alone and name a PDF, and three for each inspection in
the gold facts: who led it, when it was, and its overall grade. The pages are those on which the
words of the answer stand in the PDF's own text, read by neither of the two ways that are measured.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pypdfium2

from bot.evaluation.golden import read_golden

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "eval" / "golden" / "reports"
FACTS = ROOT.parent / "shared" / "data" / "gold" / "inspection_facts.jsonl"
_QUOTES = str.maketrans("‘’“”–—", "''\"\"--")


@dataclass(frozen=True)
class Known:
    """A question, and for each file that answers it the pages that do, none where unknown."""

    query: str
    pages: dict[str, frozenset[int]]


def questions(files: Sequence[Path]) -> list[Known]:
    """Return the questions that some of these PDFs answer."""
    by_id = {_slug(file.stem): file for file in files}
    return [*_of_golden(by_id), *_of_facts(by_id)]


def _of_golden(by_id: dict[str, Path]) -> Iterator[Known]:
    for one in read_golden([GOLDEN]):
        wanted = one.expected
        if wanted is None or wanted.refusal or one.question.history or one.question.as_of:
            continue
        held = [by_id[name] for name in wanted.reports if name in by_id]
        if not held:
            continue
        words = [re.escape(_folded(way)) for group in wanted.spans for way in group]
        pages = {file.name: _pages(file, words) for file in held}
        if wanted.pages and len(held) == 1:
            pages = {held[0].name: frozenset(wanted.pages)}
        yield Known(one.question.text, pages)


def _of_facts(by_id: dict[str, Path]) -> Iterator[Known]:
    for line in FACTS.read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        file = by_id.get(fact["doc"])
        if file is None or "lead_inspector" not in fact:
            continue
        place = fact["local_authority"].replace("-", " ").title()
        began, told = (date.fromisoformat(fact[key]) for key in ("inspection_start", "published"))
        grade = fact["grades"]["overall_effectiveness_grade"]
        asked = {
            f"Who led the inspection of {place} that began in {began:%B %Y}?": (
                re.escape(_folded(fact["lead_inspector"])),
            ),
            f"When did inspectors visit {place} for the report of {told:%B %Y}?": (
                rf"\b{began.day}\b[^.]{{0,20}}?\b{_folded(f'{began:%B}')}\b",
            ),
            f"What overall grade did {place} get in the report of {told:%B %Y}?": (
                rf"overall effectiveness[^.]{{0,40}}{_folded(grade)}",
            ),
        }
        for query, words in asked.items():
            yield Known(query, {file.name: _pages(file, words)})


def _pages(file: Path, words: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the pages on which any of some words stand."""
    pages = enumerate(_texts(file), start=1)
    return frozenset(number for number, text in pages if any(re.search(w, text) for w in words))


@cache
def _texts(file: Path) -> tuple[str, ...]:
    document = pypdfium2.PdfDocument(file)
    try:
        return tuple(_folded(page.get_textpage().get_text_bounded()) for page in document)
    finally:
        document.close()


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES).replace("\x02", "").casefold()
    return " ".join(plain.split())


def _slug(stem: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")


@dataclass(frozen=True)
class Figures:
    """How well a way finds: `at` by report, `on` by report and page; each 0 to 1."""

    questions: int
    at: float
    at_rank: float
    paged: int
    on: float
    on_rank: float


def judge(asked: Sequence[Known], found: Sequence[Sequence[tuple[str, Sequence[int]]]]) -> Figures:
    """Mark what was found: (file, pages) of the first passages of each question, best first."""
    reports, pages = [], []
    for one, hits in zip(asked, found, strict=True):
        reports.append(_rank(name in one.pages for name, _ in hits))
        if any(one.pages.values()):
            right = (bool(one.pages.get(name, frozenset()) & {*on}) for name, on in hits)
            pages.append(_rank(right))
    return Figures(len(reports), *_means(reports), len(pages), *_means(pages))


def _rank(right: Iterator[bool]) -> float:
    """Return one over the rank of the first right one, 0 where there is none."""
    return next((1 / at for at, is_right in enumerate(right, start=1) if is_right), 0.0)


def _means(ranks: Sequence[float]) -> tuple[float, float]:
    number = max(1, len(ranks))
    return sum(rank > 0 for rank in ranks) / number, sum(ranks) / number
