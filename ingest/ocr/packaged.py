"""Reads pictures with the PP-OCR models that ship in the package rapidocr; nothing is downloaded.

Lines are found at a moderate resolution, cut out of the picture at its full one, and read one by
one on threads of one core each: alone, because a line's letters move with what it is padded to.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any

import numpy as np
from rapidocr import RapidOCR
from rapidocr.main import RapidOCRError

from ingest.ocr.geometry import LineBox, lies_sideways, line_boxes, widened
from ingest.ocr.lines import Letters
from ingest.ocr.page import Line, page_words
from ingest.ocr.records import Reading
from ingest.ocr.weights import DIRECTIONS, LETTERS, LINES, located

# The longest side that lines are looked for at, in pixels: 110 dots an inch on A4. At 1600 as many
# lines were found, for 150 MB more.
_SEARCH_SIDE = 1280
_MOST_LINES = 1000
# Below this probability what was found is texture, not writing; rapidocr's own default.
_WRITING = 0.5
_LOWEST_LINE = 6.0
_MARGIN = 0.3
_EVEN = 4.0
_ASKED = 12


class PackagedReader:
    """PP-OCRv6, small: finds lines and reads their letters; opened with the first picture."""

    def __init__(self, threads: int) -> None:
        self._threads = threads

    def read(self, picture: np.ndarray) -> Reading:
        """Read a picture of (height, width, 3) bytes, blue first, turning it upright."""
        boxes = self._found(picture)
        if boxes is not None and lies_sideways(boxes):
            picture = np.ascontiguousarray(np.rot90(picture))
            boxes = self._found(picture)
        if boxes is not None and self._is_upside_down(picture, boxes):
            picture = np.ascontiguousarray(np.rot90(picture, 2))
            boxes = self._found(picture)
        height, width = picture.shape[:2]
        if boxes is None:
            return Reading((), width, height)
        boxed = [one for one in line_boxes(boxes, picture.shape) if _is_line(one)]
        crops = self._cut_out(picture, [widened(one.corners, _MARGIN) for one in boxed])
        lines = [one for one in self._pool.map(self._line, boxed, crops) if one is not None]
        return Reading(page_words(picture, lines, self._cut_out), width, height)

    @cached_property
    def _engine(self) -> Any:
        return RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_preprocess_img": False,
                "Global.use_vertical_padding": False,
                "Global.return_word_box": True,
                "Det.model_path": str(located(LINES)),
                "Det.limit_type": "max",
                "Det.limit_side_len": _SEARCH_SIDE,
                "Cls.model_path": str(located(DIRECTIONS)),
                "Rec.model_path": str(located(LETTERS)),
                "Rec.rec_batch_num": 1,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="ocr")

    def _found(self, picture: np.ndarray) -> np.ndarray | None:
        """Return the corners of the lines in a picture, None where it has none."""
        if int(picture.max()) - int(picture.min()) < _EVEN:
            return None
        try:
            _, found = self._engine.detect_and_crop(picture, {})
        except RapidOCRError:
            return None
        boxes = np.asarray(found.boxes, dtype=np.float32)
        return boxes[:_MOST_LINES]

    def _cut_out(self, picture: np.ndarray, boxes: list[np.ndarray]) -> list[np.ndarray]:
        crops: list[np.ndarray] = self._engine.crop_text_regions(picture, boxes)
        return crops

    def _is_upside_down(self, picture: np.ndarray, boxes: np.ndarray) -> bool:
        """Ask the model of directions about the longest lines; they vote."""
        widths = np.linalg.norm(boxes[:, 1] - boxes[:, 0], axis=1)
        longest = boxes[np.argsort(-widths)[:_ASKED]]
        _, told = self._engine.cls_and_rotate(self._cut_out(picture, list(longest)))
        votes = [score if label == "180" else -score for label, score in told.cls_res]
        return bool(sum(votes) > 0)

    def _line(self, box: LineBox, crop: np.ndarray) -> Line | None:
        """Read one line; None where it is no writing."""
        turn = 0
        if box.tall:
            # Cut out turned anticlockwise: as if it ran down the page.
            (crop,), told = self._engine.cls_and_rotate([crop])
            turn = 1 if told.cls_res[0][0] == "180" else 3
        read = self._engine.recognize_txt([crop])
        letters = _letters(read.txts[0], read.word_results[0])
        if letters.confidence < _WRITING or not letters.text.strip():
            return None
        return Line(box, crop, letters, turn)


def _is_line(box: LineBox) -> bool:
    return min(box.width, box.height) >= _LOWEST_LINE


def _letters(text: str, seen: Any) -> Letters:
    """Return a line's letters; rapidocr numbers the steps of its scan at which it saw each."""
    steps = max(float(seen.line_txt_len), 1.0)
    columns = iter([column for word in seen.word_cols for column in word])
    places, last = [], 0.0
    for char in text:
        if not char.isspace():
            last = min((next(columns, steps - 1) + 0.5) / steps, 1.0)
        places.append(last)
    confidences = [float(one) for one in seen.confs]
    if len(confidences) != len(text):
        mean = sum(confidences) / len(confidences) if confidences else 0.0
        confidences = [mean] * len(text)
    return Letters(text, tuple(places), tuple(confidences))
