"""Turns passages and questions into vectors."""

from threading import Lock

import numpy as np

from store.errors import MissingPartError, SettingsError
from store.onnx import OnnxTransformer
from store.protocols import Embedder
from store.weights import EMBEDDER, locate

PACKAGED = f"packaged:{EMBEDDER.name}"


class PackagedEmbedder:
    """bge-small-en-v1.5, int8: 384 floats of length 1, from the first token's state.

    Questions go in as they are: the model's query prefix changed nothing on our data.
    """

    def __init__(self, threads: int) -> None:
        self._model = OnnxTransformer(locate(EMBEDDER), threads)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector for each text, in order."""
        return [_unit(states[0]).tolist() for states in self._model.run(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        return self.embed_documents([text])[0]


def _unit(vector: np.ndarray) -> np.ndarray:
    return np.asarray(vector / np.linalg.norm(vector))


class SentenceTransformersEmbedder:
    """Any model that sentence-transformers can load by name or folder, on a GPU if there is one."""

    def __init__(self, name: str, batch_size: int) -> None:
        # Importing sentence-transformers takes seconds; only this class needs it.
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        try:
            self._model = SentenceTransformer(name)
        except OSError as error:
            raise MissingPartError(
                f"The embedding model {name!r} cannot be loaded; check the name, or that the "
                "folder exists. Model hubs are offline unless HF_HUB_OFFLINE=0 is set."
            ) from error
        self._batch_size = batch_size
        self._lock = Lock()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector for each text, in order."""
        with self._lock:
            vectors = self._model.encode_document(
                texts, batch_size=self._batch_size, normalize_embeddings=True
            )
        return np.asarray(vectors).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        with self._lock:
            vector = self._model.encode_query(text, normalize_embeddings=True)
        return np.asarray(vector).tolist()  # type: ignore[no-any-return]


def open_embedder(name: str, threads: int, batch_size: int) -> Embedder:
    """Open the embedder that `ingest.embedder` names."""
    if name == PACKAGED:
        return PackagedEmbedder(threads)
    scheme, _, rest = name.partition(":")
    if scheme == "sentence-transformers" and rest:
        return SentenceTransformersEmbedder(rest, batch_size)
    raise SettingsError(
        f"ingest.embedder: {name!r} is unknown; use {PACKAGED!r} or 'sentence-transformers:NAME'."
    )


def fingerprint(name: str) -> str:
    """Return what the store remembers of the model: the packaged one by the hash of its weights."""
    return EMBEDDER.fingerprint if name == PACKAGED else name
