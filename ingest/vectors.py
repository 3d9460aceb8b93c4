"""The vectors of a build in Chroma: the only module that knows Chroma."""

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from ingest.errors import CorpusIndexError, IndexMismatchError
from ingest.types import GRAINS, Grain, Passage

T = TypeVar("T")

ADD_BATCH = 2000
"""Records a call: Chroma takes 5461 at most embedded, and this many are fastest."""
M_PERTURB = -6
"""Option of glibc's mallopt(3): memory freed is filled with a byte, memory given out with its complement."""


class VectorStore:
    """Two collections in cosine space, one a grain, named after the build they belong to."""

    def __init__(self, client: Any, build: str, collections: dict[Grain, Any]) -> None:  # noqa: ANN401
        """Use `create` or `open`."""
        self._client = client
        self._build = build
        self._collections = collections

    @classmethod
    def _empty(cls, folder: Path, address: str, build: str) -> VectorStore:
        client = _client(folder, address)
        store = cls(client, build, {})
        if not address:
            # Chroma keeps the files of a folder open until it is told: told when the last user lets go.
            weakref.finalize(store, client.close)
        return store

    @classmethod
    def create(
        cls, folder: Path, address: str, build: str, *, fingerprint: str, dimension: int
    ) -> VectorStore:
        """New, empty collections, in the folder or on the server at the address."""

        def make() -> VectorStore:
            store = cls._empty(folder, address, build)
            store._collections = {
                grain: store._client.create_collection(
                    name=f"{build}-{grain}",
                    configuration={"hnsw": {"space": "cosine"}},
                    metadata={"embedder": fingerprint, "dimension": dimension, "grain": grain},
                    embedding_function=None,
                )
                for grain in GRAINS
            }
            return store

        with overwritten_memory():
            return _mapped(make, folder, address)

    @classmethod
    def open(cls, folder: Path, address: str, build: str, *, fingerprint: str) -> VectorStore:
        """The collections of a build. Raises IndexMismatchError if another embedder filled them."""

        def find() -> VectorStore:
            store = cls._empty(folder, address, build)
            store._collections = {
                grain: store._client.get_collection(name=f"{build}-{grain}", embedding_function=None)
                for grain in GRAINS
            }
            return store

        store = _mapped(find, folder, address)
        for collection in store._collections.values():
            recorded = (collection.metadata or {}).get("embedder")
            if recorded != fingerprint:
                raise IndexMismatchError(
                    f"The vectors in Chroma were made by {recorded!r}, "
                    f"the embedder now set is {fingerprint!r}. "
                    "Run: rapporteur ingest"
                )
        if not address:
            # All of it is read now: Chroma reads at the first question, and by then an ingest may have
            # replaced and removed the folder; the answers would be wrong without a word.
            _mapped(store._touch, folder, address)
        return store

    def _touch(self) -> None:
        for grain, collection in self._collections.items():
            self.nearest(np.ones(collection.metadata["dimension"], dtype=np.float32), grain, 1)

    def add(self, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
        """Stores each passage's vector: shape (len(passages), dimension)."""
        with overwritten_memory():
            for grain, collection in self._collections.items():
                rows = [i for i, passage in enumerate(passages) if passage.grain == grain]
                for at in range(0, len(rows), ADD_BATCH):
                    _add(
                        collection,
                        [passages[i] for i in rows[at : at + ADD_BATCH]],
                        vectors[rows[at : at + ADD_BATCH]],
                    )

    def nearest(self, vector: NDArray[np.float32], grain: Grain, count: int) -> list[tuple[str, float]]:
        """Passage ids with their cosine (-1 to 1), nearest first."""
        collection = self._collections[grain]
        found = collection.query(query_embeddings=vector[None, :], n_results=count, include=["distances"])
        return [(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def vectors(self, ids: Sequence[str], grain: Grain) -> dict[str, NDArray[np.float32]]:
        """The stored vectors of some passages, by id."""
        if not ids:
            return {}
        found = self._collections[grain].get(ids=list(ids), include=["embeddings"])
        return {
            i: np.asarray(v, dtype=np.float32) for i, v in zip(found["ids"], found["embeddings"], strict=True)
        }

    def count(self) -> int:
        """Vectors stored, both grains together."""
        return sum(int(collection.count()) for collection in self._collections.values())

    def drop(self) -> None:
        """Removes the collections (for a server; an embedded build is removed with its folder)."""
        for collection in self._collections.values():
            with suppress(Exception):  # already gone is as good
                self._client.delete_collection(collection.name)


@contextmanager
def overwritten_memory() -> Iterator[None]:
    """While it lasts, memory that is given out holds nothing of what stood there before.

    Chroma's index files have gaps, written as the memory of the process happens to be: without this, text of
    a source since removed was found in 9 of 60 of them. Needs glibc; on macOS and Windows nothing is done.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError, TypeError):
        mallopt = None
    if mallopt:
        mallopt(M_PERTURB, 0xFF)
    try:
        yield
    finally:
        if mallopt:
            mallopt(M_PERTURB, 0)


def _add(collection: Any, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:  # noqa: ANN401
    collection.add(
        ids=[passage.passage_id for passage in passages],
        embeddings=vectors,
        metadatas=[
            {"source": each.source_id, "page": each.page, "start": each.start, "end": each.end}
            for each in passages
        ],
    )


def drop_build(folder: Path, address: str, build: str) -> None:
    """Removes a build's collections from a server; an unreachable server is left as it is."""
    if address:
        with suppress(Exception):
            client = _client(folder, address)
            for grain in GRAINS:
                with suppress(Exception):
                    client.delete_collection(f"{build}-{grain}")


def _client(folder: Path, address: str) -> Any:  # noqa: ANN401
    if address:
        return _server_client(address)
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))


@cache  # Chroma never closes the sockets of a client: one a server has to do
def _server_client(address: str) -> Any:  # noqa: ANN401
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(address)
    return chromadb.HttpClient(
        host=parts.hostname or "localhost",
        port=parts.port or (443 if parts.scheme == "https" else 80),
        ssl=parts.scheme == "https",
        settings=Settings(anonymized_telemetry=False),
    )


def _mapped(action: Callable[[], T], folder: Path, address: str) -> T:
    try:
        return action()
    except Exception as error:  # Chroma raises ValueError, its own errors and httpx's
        where = address or str(folder)
        step = (
            "Start that server, or set RAPPORTEUR_CHROMA and run: rapporteur ingest"
            if address
            else "Run: rapporteur ingest"
        )
        reason = str(error).rstrip(".?! ")
        raise CorpusIndexError(f"Chroma at {where!r} cannot be used: {reason}. {step}") from error
