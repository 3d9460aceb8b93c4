"""Vectors by what was embedded: unchanged text is never embedded twice, even by an interrupted build."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class VectorCache:
    """A SQLite file of vectors, by embedder and by the SHA-256 of the text."""

    def __init__(self, path: Path, *, fingerprint: str, dimension: int) -> None:
        """Opens the file, making it when it is not there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path)
        self._db.execute("pragma secure_delete = on")  # what is forgotten is overwritten too
        self._db.execute(
            "create table if not exists vector "
            "(embedder text, hash blob, vector blob, primary key (embedder, hash))"
        )
        self._fingerprint = fingerprint
        self._dimension = dimension

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def get(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors that are known, by text."""
        by_hash = {_hash(text): text for text in texts}
        hashes = list(by_hash)
        found: dict[str, NDArray[np.float32]] = {}
        for at in range(0, len(hashes), 500):
            some = hashes[at : at + 500]
            marks = ",".join("?" * len(some))
            query = f"select hash, vector from vector where embedder = ? and hash in ({marks})"  # noqa: S608
            for key, vector in self._db.execute(query, (self._fingerprint, *some)):
                row = np.frombuffer(vector, dtype=np.float32)
                if row.shape == (self._dimension,):
                    found[by_hash[key]] = row
        return found

    def put(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Stores vectors, one row a text, at once and for good."""
        with self._db:
            self._db.executemany(
                "insert or replace into vector values (?, ?, ?)",
                ((self._fingerprint, _hash(t), v.tobytes()) for t, v in zip(texts, vectors, strict=True)),
            )

    def keep_only(self, texts: Sequence[str]) -> None:
        """Forgets every vector that is not of these texts: a removed source leaves nothing."""
        with self._db:
            self._db.execute("create temp table kept (hash blob primary key)")
            self._db.executemany("insert or ignore into kept values (?)", ((_hash(t),) for t in texts))
            self._db.execute(
                "delete from vector where embedder != ? or hash not in (select hash from kept)",
                (self._fingerprint,),
            )
            self._db.execute("drop table kept")


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
