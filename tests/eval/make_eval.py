"""`make eval`: the whole evaluation in one run, as docs/quality.md shows it.

REPORTDESK_EVAL_CACHE   where the library and the runs are kept (default: .cache/eval)
"""

import subprocess
import sys

import library as golden_library

ABLATION = golden_library.ROOT / "tests" / "eval" / "bench_retrieval.py"
# All questions of all three sets take hours: `make bench-retrieval`.
SAMPLED = 100
BASELINES = golden_library.ROOT / "tests" / "eval" / "bench_baselines.py"


def main() -> None:
    """Build the library, ask the golden questions, then compare the searches."""
    if not golden_library.REPORTS.exists():
        sys.exit("`make eval` reads ../shared/data/reports, which is not here.")
    data = golden_library.library()
    runs = golden_library.cache() / "runs"
    earlier = sorted(runs.glob("eval-*.json"))
    before = ("--compare", earlier[-1]) if earlier else ()
    golden = golden_library.GOLDEN / "reports"
    say(
        "Answers", golden_library.reportdesk("eval", golden, "--data", data, "--out", runs, *before)
    )
    asked = golden_library.GOLDEN / "asked"
    say("Later questions", golden_library.reportdesk("eval", asked, "--data", data))
    curve = golden_library.reportdesk("eval", golden, "--data", data, "--split", "dev", "--gate")
    say("The gate (dev)", curve)
    say("Searches on the golden questions, and each stage switched off")
    script(BASELINES)
    say("Searches on the public sets, stage by stage")
    script(ABLATION, "--cache", golden_library.cache() / "bench", "--questions", SAMPLED)


def script(path, *options) -> None:
    """Run a script that prints its own tables, line by line as it gets them."""
    subprocess.run([sys.executable, path, *map(str, options)], check=True, cwd=path.parent)


def say(head: str, text: str = "") -> None:
    sys.stdout.write(f"\n## {head}\n\n{text}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
