"""A small model that reads a question beside a text and tells whether the text answers it.

The checker is the same with other weights: it reads a sentence beside a statement, and tells whether the
statement supports it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import EmbedderError
from ingest.onnx import BATCH, open_model
from ingest.settings import Settings

MAX_TOKENS = 256
"""Word pieces of question and text together that are read: what the model was trained with."""
CARD_FILE = "reader.json"

Name = Literal["reader", "checker"]
"""Which weights: those that tell answers, or those that tell what is supported."""


class Reader(Protocol):
    """Tells whether texts answer a question."""

    def log_odds(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """For each text the logarithm of the odds that it answers the question: shape (len(texts),)."""
        ...


class OnnxReader:
    """The reader as `ingest.reader_network` exported it, run by ONNX Runtime on the CPU."""

    def __init__(self, folder: Path) -> None:
        """Opens the model. Raises EmbedderError if its files cannot be read."""
        self._session, self._tokenizer = open_model(folder, what="reader")
        # The longer one is cut: nearly always the text, and never nothing but the text.
        self._tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")

    def log_odds(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """For each text the logarithm of the odds that it answers the question."""
        found = np.empty(len(texts), dtype=np.float32)
        by_length = np.argsort([len(text) for text in texts])
        for at in range(0, len(texts), BATCH):
            chosen = by_length[at : at + BATCH]
            encoded = self._tokenizer.encode_batch([(question, texts[i]) for i in chosen])
            feed = {
                "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
                "attention_mask": np.array([e.attention_mask for e in encoded], dtype=np.int64),
                "token_type_ids": np.array([e.type_ids for e in encoded], dtype=np.int64),
            }
            found[chosen] = self._session.run(None, feed)[0]
        return found


def adapter_bytes(name: Name = "reader") -> bytes:
    """The weights that make a reader of the bundled embedding model (safetensors)."""
    return (files("ingest") / "weights" / f"{name}.safetensors").read_bytes()


def reader_folder(settings: Settings, name: Name = "reader") -> Path:
    """Where the exported reader is kept."""
    return settings.home_path / "models" / name


def prepare_reader(settings: Settings, name: Name = "reader") -> Reader:
    """The reader, exported for quick starts the first time it is used or when its weights have changed.

    Raises EmbedderError.
    """
    folder = reader_folder(settings, name)
    fingerprint = _fingerprint(name)
    if _read_card(folder) != fingerprint:
        from ingest.reader_network import export

        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".export-") as fresh:
            export(adapter_bytes(name), Path(fresh))
            (Path(fresh) / CARD_FILE).write_text(json.dumps({"fingerprint": fingerprint}), encoding="utf-8")
            shutil.rmtree(folder, ignore_errors=True)
            Path(fresh).rename(folder)
            Path(fresh).mkdir()  # TemporaryDirectory removes what it made
    return OnnxReader(folder)


def open_reader(settings: Settings) -> Reader:
    """The reader as an earlier ingest prepared it. Raises EmbedderError if none did."""
    folder = reader_folder(settings)
    if _read_card(folder) != _fingerprint("reader"):
        raise EmbedderError("The reader is not prepared yet. Run: rapporteur ingest")
    return OnnxReader(folder)


def _fingerprint(name: Name) -> str:
    return hashlib.sha256(adapter_bytes(name)).hexdigest()[:12]


def _read_card(folder: Path) -> str | None:
    try:
        return str(json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
