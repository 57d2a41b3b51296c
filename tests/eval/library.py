"""The library that the golden questions are asked of: built once, kept under a cached folder.

The folder is named after what decides how a file is read and kept, so a change there builds a new
one and removes the old. The exact text beside the scan is left out: it is there to judge OCR.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
REPORTS = SHARED / "data" / "reports"
SEED = SHARED / "seeds" / "000_564b3c6853fa69dd.txt"
SEED_PUBLISHED = "2019-03-28"
GOLDEN = ROOT / "tests" / "eval" / "golden"
ENOUGH = {0, 3}


def cache() -> Path:
    """Where what takes long to make is kept; git ignores the default."""
    return Path(os.environ.get("REPORTDESK_EVAL_CACHE") or ROOT / ".cache" / "eval")


def files() -> list[Path]:
    """Every report of the shared data, in a fixed order."""
    found = [path for path in REPORTS.rglob("*") if path.is_file()]
    return sorted(path for path in found if not path.name.endswith(".gold.txt"))


def key() -> str:
    """Twelve digits that change when a file would be read or kept in another way."""
    sources = [
        *(ROOT / "ingest").rglob("*.py"),
        *(ROOT / "store" / "migrations").rglob("*.py"),
        *(
            ROOT / "store" / name
            for name in ("index.py", "tables.py", "bert.py", "onnx.py", "weights.py")
        ),
    ]
    digest = hashlib.sha256()
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def library() -> Path:
    """Return the data folder with every report in it, built if it is not there."""
    folder = cache() / f"library-{key()}"
    done = folder / "complete"
    if done.exists():
        return folder
    for old in cache().glob("library-*"):
        if old != folder:
            shutil.rmtree(old)
    reportdesk("ingest", *files(), "--data", folder)
    reportdesk("ingest", SEED, "--published", SEED_PUBLISHED, "--data", folder)
    done.touch()
    return folder


def reportdesk(*arguments: object) -> str:
    """Run a command to its end and return what it printed; some files may fail, as they should."""
    ran = subprocess.run(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if ran.returncode not in ENOUGH:
        raise SystemExit(f"reportdesk {arguments[0]} ended with {ran.returncode}")
    return ran.stdout
