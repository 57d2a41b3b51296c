"""The bundled samples are whole, marked as invented, and built from the texts beside the script."""

import zipfile
from pathlib import Path

import make_samples
import pypdfium2
import pytest
import yaml

SAMPLES = Path(__file__).parents[2] / "bot" / "samples"
PLAN = yaml.safe_load((SAMPLES / "samples.yaml").read_text("utf-8"))
FILES = sorted(p for folder in ("reports", "corrections") for p in (SAMPLES / folder).iterdir())


def words(path: Path) -> str:
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as pdf:
            return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as parts:
            return parts.read("word/document.xml").decode()
    return path.read_text("utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_sample_says_that_it_is_invented(path):
    said = " ".join(words(path).split())
    assert "every body, person and event in it is invented." in said


def test_the_plan_names_every_file_once_and_in_a_possible_order():
    files = [entry["file"] for entry in PLAN["reports"]]
    corrected = [e["replaces_with"] for e in PLAN["reports"] if "replaces_with" in e]
    assert sorted(files + corrected) == sorted(p.relative_to(SAMPLES).as_posix() for p in FILES)
    for place, entry in enumerate(PLAN["reports"]):
        assert entry.get("supersedes") in {None, *files[:place]}
        assert ("reason" in entry) == entry.get("withdraw", False)
        if "replaces_with" in entry:
            assert Path(entry["replaces_with"]).name == Path(entry["file"]).name


def test_a_follow_up_names_an_earlier_question():
    for place, question in enumerate(PLAN["questions"], start=1):
        assert question["ask"]
        assert question["why"]
        assert question.get("follows", 0) < place


def test_the_built_files_are_those_that_the_script_builds(tmp_path):
    make_samples.make_pdf(tmp_path / "northmarch-police-inspection-2023.pdf")
    make_samples.make_docx(tmp_path / "northmarch-police-follow-up-letter-2024.docx")
    for built in tmp_path.iterdir():
        assert words(built) == words(SAMPLES / "reports" / built.name)
