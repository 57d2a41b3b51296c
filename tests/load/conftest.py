"""A library of sample reports for the load tests, made once."""

from pathlib import Path

import pytest
from desk import SAMPLES, reportdesk


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory) -> Path:
    """A folder whose data folder holds all sample reports; tests copy it."""
    folder = tmp_path_factory.mktemp("load")
    done = reportdesk("ingest", SAMPLES, cwd=folder, timeout=600)
    assert done.returncode == 0, done.stderr
    return folder
