"""The whole path over 182 real documents: nothing lost, every citation exact, every page right.

The page is checked with other means than the loader's: what pypdfium2 says stands on it.
"""

import json
import re
import sys
import unicodedata
from collections import Counter
from functools import cache
from itertools import chain, islice, zip_longest
from pathlib import Path

import pypdfium2
import pytest
from cli_kit import Desk
from desk import ROOT

DATA = ROOT.parent / "shared" / "data"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(
        not DATA.exists(), reason="../shared/data, which lies beside the repository"
    ),
]

ASKED = 200
PAGES = re.compile(r"^Of \d+ pages, pages? [\d, ]+ |^Page \d+ was read by OCR")
# What else is said of a report that was indexed: what a loader left out, what may be corrected.
SAID = re.compile(
    r"^A large picture was not read\.|^Nearly the same text as \S+ \(\d+% of its words\)"
)
NOWHERE = "not there"
INSPECTED = {"ilacs", "jtai", "area_send"}
OF_INSPECTIONS = (
    "What concerns remain about services for children in {name}?",
    "What has improved in {name}?",
    "What should {name} improve?",
    "What did inspectors say about leaders in {name}?",
    "How are children at risk of exploitation protected in {name}?",
)
OF_OTHERS = ("What is {name} about?", "What does “{name}” say?")
NOT_THERE = (
    "How many helicopters does {name} own?",
    "Which football club plays in {name}?",
    "What did inspectors say about the zoo in {name}?",
)


def named(document: dict) -> str:
    """What a person would call what a document is about."""
    if authority := document.get("local_authority"):
        return authority.title()
    title = re.sub(r"^(?:press summary|title:)\s*", "", document["title"], flags=re.IGNORECASE)
    return re.split(r" / |\[| \(", title)[0].strip(" .")


def questions() -> list[dict]:
    """200 questions in a fixed order, of every kind of document; one in five is not there."""
    lines = (DATA / "manifest.jsonl").read_text().splitlines()
    kinds: dict[str, dict[str, None]] = {}
    for document in map(json.loads, lines):
        if not document["group"].startswith("pdf_"):
            kinds.setdefault(document["group"], {})[named(document)] = None
    columns = []
    for kind, names in kinds.items():
        templates = OF_INSPECTIONS if kind in INSPECTED else OF_OTHERS
        columns.append([(kind, text.format(name=name)) for text in templates for name in names])
    there = filter(None, chain.from_iterable(zip_longest(*columns)))
    authorities = sorted(chain.from_iterable(kinds[kind] for kind in sorted(INSPECTED)))
    absent = [(NOWHERE, text.format(name=name)) for name in authorities for text in NOT_THERE]
    rows = [*islice(there, ASKED * 4 // 5), *absent[:: len(absent) // (ASKED // 5)]]
    return [{"id": f"{kind}#{n}", "question": text} for n, (kind, text) in enumerate(rows)][:ASKED]


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    return Desk(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def ingested(desk) -> list[dict]:
    return desk.run("ingest", DATA / "reports", "--json", timeout=3000).lines


def test_no_file_is_lost_in_silence(ingested, capsys):
    *files, summary = ingested
    paths = [path for path in (DATA / "reports").rglob("*") if path.is_file()]

    assert {file["path"] for file in files} == {str(path.resolve()) for path in paths}
    assert len(files) == len(paths)
    for file in files:
        assert file["status"] in {"indexed", "duplicate", "failed"}
        # An indexed report has a reason only where some of its pages gave no text or are doubtful,
        # where a part was left out, or where it is like another.
        reason = file["reason"] or ""
        told = PAGES.search(reason) or SAID.search(reason)
        assert reason if file["status"] != "indexed" else told or not reason
        assert file["reason"] != "The file could not be processed; the log has the details."
    tell(capsys, json.dumps(summary))


def test_a_second_run_does_nothing(desk, ingested, capsys):
    *files, summary = desk.run("ingest", DATA / "reports", "--json", timeout=600).lines

    assert summary["indexed"] == summary["updated"] == summary["passages"] == 0
    assert summary["unchanged"] == ingested[-1]["indexed"]
    assert len(files) == len(ingested) - 1
    assert summary["seconds"] < 30  # Well under 5 s on a quiet machine.
    tell(capsys, f"second run: {summary['seconds']:.1f} s")


@pytest.fixture(scope="module")
def answers(desk, ingested) -> list[dict]:
    return desk.batch("ask", questions(), timeout=1800)


def test_200_answers_cite_exactly_and_name_the_right_page(desk, answers, capsys):
    assert len(answers) == ASKED
    table = {kind: measure(desk, answers, kind) for kind in dict.fromkeys(map(kind_of, answers))}
    table["all"] = total = sum(table.values(), Counter())
    columns = ("asked", "answered", "cited", "paged", "right page")
    rows = [
        f"{kind:>24}" + "".join(f"{row[c]:>11}" for c in columns) for kind, row in table.items()
    ]
    tell(capsys, f"{'':>24}" + "".join(f"{c:>11}" for c in columns), *rows)
    assert total["cited"] > ASKED
    assert total["right page"] >= 0.99 * total["paged"]
    assert total["answered"] >= ASKED // 2


def test_what_is_not_there_is_refused(answers):
    absent = [answer for answer in answers if kind_of(answer) == NOWHERE]

    wrong = [answer["question"] for answer in absent if answer["statements"]]

    assert len(wrong) <= 0.05 * len(absent), wrong


def tell(capsys, *lines: str) -> None:
    """Show figures to whoever runs the suite."""
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")


def kind_of(answer: dict) -> str:
    return answer["id"].split("#")[0]


def measure(desk: Desk, answers: list[dict], kind: str) -> Counter:
    """Check the answers of one kind, each citation against its text, and count."""
    counts: Counter = Counter()
    for answer in answers:
        if kind_of(answer) != kind:
            continue
        desk.check_answer(answer)
        counts["asked"] += 1
        counts["answered"] += bool(answer["statements"])
        for citation in chain.from_iterable(one["citations"] for one in answer["statements"]):
            counts["cited"] += 1
            assert (citation["page"] is not None) == citation["path"].endswith(".pdf")
            # What OCR read, the file itself does not hold.
            if citation["page"] and "ocr" not in citation:
                counts["paged"] += 1
                counts["right page"] += stands_on(citation)
    return counts


def stands_on(citation: dict) -> bool:
    """Whether a quote starts on the page that its citation names; it may end on the next."""
    pages = printed(Path(citation["path"]))
    page = pages[citation["page"] - 1]
    start = folded(citation["quote"])[:40]
    following = pages[citation["page"]] if citation["page"] < len(pages) else ""
    return 0 <= (page + following).find(start) < len(page)


@cache
def printed(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [folded(page.get_textpage().get_text_bounded()) for page in document]


def folded(text: str) -> str:
    """Letters and digits only: no blanks, hyphens, ligatures, quotes or capitals to differ in."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
