"""Reads pictures with the program tesseract, where it is installed and asked for."""

import os
import subprocess
from collections.abc import Iterator

import numpy as np

from ingest.ocr.records import PictureWord, Reading
from store.errors import PermanentError

_SECONDS = 120
# The columns of tesseract's TSV: level 5 is a word; see its manual, "tsv".
_WORD_LEVEL = "5"
_COLUMNS = 12
_BOX_TO_SIZE = 1.32


class TesseractReader:
    """Runs tesseract on one picture at a time; pages must stand upright."""

    def __init__(self, program: str, threads: int) -> None:
        self._program = program
        self._environment = {**os.environ, "OMP_THREAD_LIMIT": str(threads)}

    def read(self, picture: np.ndarray) -> Reading:
        """Read a picture of (height, width, 3) bytes, blue first.

        Raises PermanentError where tesseract fails or takes longer than two minutes.
        """
        height, width = picture.shape[:2]
        ppm = f"P6 {width} {height} 255\n".encode() + picture[:, :, ::-1].tobytes()
        command = [self._program, "stdin", "stdout", "--psm", "3", "tsv"]
        try:
            done = subprocess.run(  # noqa: S603 - no shell, and nothing of a report in the command.
                command,
                input=ppm,
                env=self._environment,
                capture_output=True,
                timeout=_SECONDS,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise PermanentError(
                "tesseract could not read a page: run `tesseract --version`, or set ingest.ocr to "
                "packaged."
            ) from error
        rows = done.stdout.decode("utf-8", "replace").splitlines()
        return Reading(tuple(_words(rows)), width, height)


def _words(rows: list[str]) -> Iterator[PictureWord]:
    """Return the words; those of a line share its height, as their own have no descenders."""
    lines: dict[tuple[str, ...], list[tuple[str, float, list[int]]]] = {}
    for row in rows:
        cells = row.split("\t")
        if len(cells) == _COLUMNS and cells[0] == _WORD_LEVEL and cells[11].strip():
            box = [int(cell) for cell in cells[6:10]]
            lines.setdefault(tuple(cells[1:5]), []).append((cells[11], float(cells[10]), box))
    for words in lines.values():
        top = float(min(box[1] for _, _, box in words))
        bottom = float(max(box[1] + box[3] for _, _, box in words))
        size = (bottom - top) / _BOX_TO_SIZE
        for text, confidence, (left, _, width, _) in words:
            share = min(max(confidence / 100, 0.0), 1.0)
            yield PictureWord(
                text, left, top, left + width, bottom, size, bold=False, confidence=share
            )
