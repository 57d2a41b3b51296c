"""The models in the package rapidocr: found, and checked to be the ones measured."""

from dataclasses import dataclass
from pathlib import Path

from store.weights import packaged_file

PIN = "rapidocr==3.10.0"


@dataclass(frozen=True, slots=True)
class OcrModel:
    """A model of the package: its file there and the SHA-256 of its weights."""

    file: str
    sha256: str


LINES = OcrModel(
    "rapidocr/models/PP-OCRv6_det_small.onnx",
    "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
)
DIRECTIONS = OcrModel(
    "rapidocr/models/ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "e47acedf663230f8863ff1ab0e64dd2d82b838fceb5957146dab185a89d6215c",
)
LETTERS = OcrModel(
    "rapidocr/models/PP-OCRv6_rec_small.onnx",
    "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
)


def located(model: OcrModel) -> Path:
    """Return the file of `model`.

    Raises MissingPartError if the package is not installed or its weights are not those that
    were measured.
    """
    name = f"The OCR model {Path(model.file).name}"
    otherwise = ", or set ingest.ocr to off"
    return packaged_file(PIN, model.file, model.sha256, name, otherwise=otherwise)
