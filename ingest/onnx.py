"""An embedding model in its exported form: ready in half a second, and torch is never imported."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import EmbedderError

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
BATCH = 32


class OnnxEmbedder:
    """A model that `ingest.embed` exported, run by ONNX Runtime on the CPU."""

    def __init__(
        self,
        folder: Path,
        *,
        fingerprint: str,
        dimension: int,
        max_tokens: int,
        query_prefix: str = "",
        passage_prefix: str = "",
    ) -> None:
        """Opens the model. Raises EmbedderError if its files cannot be read."""
        self.fingerprint = fingerprint
        self.dimension = dimension
        self._query_prefix = query_prefix
        self._passage_prefix = passage_prefix
        self._session, self._tokenizer = open_model(folder, what="embedder")
        self._tokenizer.enable_truncation(max_tokens)
        self._inputs = [each.name for each in self._session.get_inputs()]

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit row a text: shape (len(texts), dimension)."""
        return self._embed([self._passage_prefix + text for text in texts])

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a question: shape (dimension,)."""
        row: NDArray[np.float32] = self._embed([self._query_prefix + text])[0]
        return row

    def is_word(self, word: str) -> bool:
        """Whether the model knows the word as one piece, as it does every common word of its language."""
        return self._tokenizer.token_to_id(word) is not None

    def _embed(self, texts: list[str]) -> NDArray[np.float32]:
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        by_length = np.argsort([len(text) for text in texts])  # equal lengths together: less padding
        for at in range(0, len(texts), BATCH):
            chosen = by_length[at : at + BATCH]
            encoded = self._tokenizer.encode_batch([texts[i] for i in chosen])
            ids = np.array([e.ids for e in encoded], dtype=np.int64)
            feed = {
                "input_ids": ids,
                "attention_mask": np.array([e.attention_mask for e in encoded], dtype=np.int64),
                "token_type_ids": np.array([e.type_ids for e in encoded], dtype=np.int64),
            }
            rows[chosen] = self._session.run(None, {name: feed[name] for name in self._inputs})[0]
        return rows


def open_model(folder: Path, *, what: str) -> tuple[Any, Any]:
    """ONNX Runtime's session and the tokenizer of a model that was exported to the folder.

    Texts are padded to the longest of their batch. Raises EmbedderError if the files cannot be read.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(4, os.cpu_count() or 1)
    # A spinning thread pool starves its neighbours: 2 to 3 times the latency on a busy machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(
            str(folder / MODEL_FILE), options, providers=["CPUExecutionProvider"]
        )
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    except Exception as error:  # both raise bare Exception
        raise EmbedderError(
            f"The prepared {what} in {str(folder)!r} cannot be read: {error}. "
            "Delete that folder and run: rapporteur ingest"
        ) from error
    # The tokenizer's file may carry another length and a fixed padding: both are wrong here.
    padding = tokenizer.padding or {}
    tokenizer.no_truncation()
    tokenizer.enable_padding(pad_id=padding.get("pad_id", 0), pad_token=padding.get("pad_token", "[PAD]"))
    return session, tokenizer
