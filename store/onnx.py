"""Runs a packaged ONNX transformer on the CPU."""

from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

MAX_TOKENS = 512


class OnnxTransformer:
    """A tokenizer and an ONNX session; `run` returns the first output, one row a text."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(max_length=MAX_TOKENS)
        # The packaged tokenizer pads everything to 512; pad to the longest of a batch instead.
        self._tokenizer.enable_padding(length=None)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Spinning threads starve everything else on a small machine.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {given.name for given in self._session.get_inputs()}

    def run(self, texts: list[str] | list[tuple[str, str]]) -> np.ndarray:
        """Run one batch of texts or of text pairs."""
        encodings: list[Encoding] = self._tokenizer.encode_batch(texts)
        feed = {
            "input_ids": np.array([e.ids for e in encodings], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in encodings], dtype=np.int64),
            "token_type_ids": np.array([e.type_ids for e in encodings], dtype=np.int64),
        }
        given = {name: value for name, value in feed.items() if name in self._inputs}
        return np.asarray(self._session.run(None, given)[0])
