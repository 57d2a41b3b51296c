"""A library of sample reports, made once for each module."""

from pathlib import Path

import pytest
from desk import SAMPLES, reportdesk


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Path:
    """A folder whose data folder holds three sample reports."""
    folder = tmp_path_factory.mktemp("desk")
    names = (
        "northmarch-police-inspection-2023.pdf",
        "northmarch-press-release-2023.txt",
        "northmarch-police-follow-up-letter-2024.docx",
    )
    done = reportdesk("ingest", *(SAMPLES / name for name in names), cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder
