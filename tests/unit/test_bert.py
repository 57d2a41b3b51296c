"""The rewritten models compute what the packaged ones do, for the token that is read."""

import numpy as np
import onnx
import onnxruntime
import pytest
from tokenizers import Tokenizer

from store.bert import for_single_texts
from store.onnx import OnnxTransformer
from store.weights import EMBEDDER, RERANKER, locate

QUESTION = "How many inspectors were there?"
TEXTS = (
    "Yes.",
    "Ten inspectors visited Northmarch in May 2024 and spoke with children and their carers.",
    "The weather was fine. " * 120,
)


@pytest.fixture(scope="module", params=[EMBEDDER, RERANKER], ids=["embedder", "reranker"])
def folder(request):
    return locate(request.param)


def as_packaged(folder, text):
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(max_length=512)
    tokenizer.no_padding()
    encoding = tokenizer.encode(QUESTION, text)
    parts = (encoding.ids, encoding.attention_mask, encoding.type_ids)
    names = ("input_ids", "attention_mask", "token_type_ids")
    feed = {n: np.array([p], dtype=np.int64) for n, p in zip(names, parts, strict=True)}
    return session.run(None, feed)[0][0]


def test_first_token_is_as_packaged(folder):
    given = OnnxTransformer(folder, 1).run([(QUESTION, text) for text in TEXTS])
    for text, ours in zip(TEXTS, given, strict=True):
        theirs = as_packaged(folder, text)
        if theirs.ndim == 1:
            assert ours == pytest.approx(theirs, abs=0.5)  # a score, whose range is 22
        else:
            assert ours.shape == (1, theirs.shape[1])
            assert cosine(ours[0], theirs[0]) > 0.995


def cosine(one, other):
    return one @ other / np.linalg.norm(one) / np.linalg.norm(other)


def test_every_attention_is_fused_and_nothing_is_left_over(folder):
    graph = onnx.load_from_string(for_single_texts(folder / "model.onnx")).graph
    kinds = [node.op_type for node in graph.node]
    assert kinds.count("MultiHeadAttention") == 12
    assert "Softmax" not in kinds
    made = {name for node in graph.node for name in node.output}
    read = {name for node in graph.node for name in node.input}
    assert made <= read | {value.name for value in graph.output}


def test_a_model_of_another_build_is_refused(tmp_path):
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Softmax", ["in"], ["out"])],
        "other",
        [onnx.helper.make_tensor_value_info("in", onnx.TensorProto.FLOAT, [1])],
        [onnx.helper.make_tensor_value_info("out", onnx.TensorProto.FLOAT, [1])],
    )
    path = tmp_path / "model.onnx"
    onnx.save(onnx.helper.make_model(graph), str(path))
    with pytest.raises(ValueError, match="no MatMul before in"):
        for_single_texts(path)
