"""The cross-encoder that scores how well a text answers a question."""

from collections.abc import Sequence
from threading import Lock

from store.errors import MissingPartError, SettingsError
from store.onnx import OnnxTransformer
from store.protocols import Reranker
from store.records import PATH_SEPARATOR, Hit
from store.weights import RERANKER, locate

PACKAGED = f"packaged:{RERANKER.name}"


def shown(hit: Hit) -> str:
    """Return a passage as the cross-encoder reads it: under its report's title and section."""
    title, path = hit.report.title, hit.passage.section.split(PATH_SEPARATOR)
    # The outermost heading mostly is the title; read twice, it costs time and says nothing.
    steps = path[1:] if path[0] == title else path
    lines = [title, PATH_SEPARATOR.join(steps), hit.passage.text]
    return "\n".join(line for line in lines if line)


class PackagedReranker:
    """ms-marco-MiniLM-L-12-v2, int8. A score above 0 leans to yes; the range is about ±11."""

    def __init__(self, threads: int) -> None:
        self._model = OnnxTransformer(locate(RERANKER), threads)

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return one logit for each text, in order."""
        return [float(row[0]) for row in self._model.run([(question, text) for text in texts])]


class SentenceTransformersReranker:
    """Any cross-encoder that sentence-transformers can load by name or folder."""

    def __init__(self, name: str) -> None:
        # Importing sentence-transformers takes seconds; only this class needs it.
        from sentence_transformers import CrossEncoder  # noqa: PLC0415

        try:
            self._model = CrossEncoder(name)
        except OSError as error:
            raise MissingPartError(f"The reranker {name!r} cannot be loaded: {error}") from error
        self._lock = Lock()

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return one score for each text, in order."""
        with self._lock:
            scores = self._model.predict([(question, text) for text in texts])
        return [float(score) for score in scores]


def open_reranker(name: str, threads: int) -> Reranker:
    """Open the reranker that `store.reranker` names."""
    if name == PACKAGED:
        return PackagedReranker(threads)
    scheme, _, rest = name.partition(":")
    if scheme == "sentence-transformers" and rest:
        return SentenceTransformersReranker(rest)
    raise SettingsError(
        f"store.reranker: {name!r} is unknown; use {PACKAGED!r} or 'sentence-transformers:NAME'."
    )
