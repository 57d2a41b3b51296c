"""Files made to hurt are read or refused in bounded time and memory, each for itself."""

import hashlib
import time
from pathlib import Path

import pytest
from hostile_files import SENTENCE, all_made

from ingest.errors import UnreadableError
from ingest.reading import read_report
from ingest.records import Overrides, RawFile
from ingest.settings import IngestSettings
from ingest.workers import ReaderLimits, Readers

SETTINGS = IngestSettings()
# The quick ones get less, so that the default suite stays quick; a busy machine is slower.
QUICK = ReaderLimits(step_seconds=10, file_seconds=60, megabytes=400)
WHOLE = ReaderLimits(SETTINGS.step_seconds, SETTINGS.file_seconds, SETTINGS.reader_megabytes)
# 60 where nothing else runs.
SECONDS = 90
MADE = [
    pytest.param(one, id=one.name, marks=() if one.quick else pytest.mark.slow)
    for one in all_made()
]


@pytest.fixture(scope="module")
def readers():
    opened = {True: Readers(QUICK), False: Readers(WHOLE)}
    yield opened
    for one in opened.values():
        one.close()


def read(readers, name, content):
    raw = RawFile(Path(name), content, hashlib.sha256(content).hexdigest())
    return readers.run(name, read_report, raw, Overrides(), SETTINGS)


@pytest.mark.parametrize("made", MADE)
def test_a_hostile_file_is_read_or_refused_in_one_clear_line(readers, made):
    content = made.content()
    began = time.monotonic()
    try:
        revision, said = read(readers[made.quick], made.name, content), None
    except UnreadableError as error:
        revision, said = None, str(error)
    took = time.monotonic() - began

    assert took < SECONDS
    if said is None:
        assert made.fails is not True
        assert revision.text.strip()
        assert len(revision.text) <= SETTINGS.max_characters
    else:
        assert made.fails is not False, said
        assert said.startswith(f"{made.name}: ")
        assert said.isprintable()
        assert len(said) < 300
    well = f"Calls\n\n{SENTENCE}\n".encode()
    assert SENTENCE.strip() in read(readers[made.quick], "well.txt", well).text
    # No file of this machine gets into a report.
    assert revision is None or "root:" not in revision.text
