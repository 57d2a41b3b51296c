"""Runs a packaged ONNX transformer on the CPU."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from store.bert import for_single_texts

MAX_TOKENS = 512
_ERRORS = 3
# Its fused operation takes three times as long as the two that it replaces.
_SLOW = "SkipLayerNormFusion"


class OnnxTransformer:
    """A tokenizer and an ONNX session, for texts or pairs of texts.

    Each text runs alone, several at a time on threads of one core each. Alone, because outputs of
    an int8 model move with the batch (measured, up to 1.07 in a reranker's score, and by 0.0025 in
    the mean cosine of passages to themselves); and because without padding that is also the fastest
    way on the CPU: for 160 passages sorted by length, batches of 4, 8, 16 and 32 took 8, 12, 18 and
    27 % more processor time. `store.bert` makes use of it.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(max_length=MAX_TOKENS)
        # The packaged tokenizer pads everything to 512.
        self._tokenizer.no_padding()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="onnx")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        # Spinning threads starve everything else on a small machine.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # It says of every text that the last layer holds one token only.
        options.log_severity_level = _ERRORS
        self._session = onnxruntime.InferenceSession(
            for_single_texts(folder / "model.onnx"),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=[_SLOW],
        )
        self._inputs = {given.name for given in self._session.get_inputs()}

    def run(self, texts: Sequence[str] | Sequence[tuple[str, str]]) -> Iterator[np.ndarray]:
        """Yield the model's first output for each text, in order, without the batch axis.

        That is up to 0.8 MB a text: keep what is needed of it, not all of it.
        """
        return self._pool.map(self._run_one, texts)

    def _run_one(self, text: str | tuple[str, str]) -> np.ndarray:
        pair = text if isinstance(text, tuple) else (text, None)
        encoding = self._tokenizer.encode(*pair)
        feed = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        given = {
            name: np.array([value], dtype=np.int64)
            for name, value in feed.items()
            if name in self._inputs
        }
        return np.asarray(self._session.run(None, given)[0][0])
