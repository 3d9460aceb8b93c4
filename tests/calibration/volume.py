"""Measures what reading, storing and embedding take of an ingest at volume.

    python tests/calibration/volume.py FOLDER [FOLDER ...] [--sample N]

The folders are ingested into a home of their own, which is removed. With --sample, N texts of all lengths are
embedded by the real model and the others given random vectors, and the time of embedding all is worked out
from those: the other stages run as they always do. Prints seconds by stage and their share of the time of
embedding.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.build import ingest
from ingest.embed import Embedder, prepare_embedder
from ingest.settings import Settings


@dataclass(kw_only=True)
class SampledEmbedder:
    """Embeds every so many texts and takes the time; the rest get random vectors of the same kind."""

    model: Embedder
    every: int
    embedded: int = 0
    seconds: float = 0.0
    texts: int = 0
    _dice: np.random.Generator = field(default_factory=lambda: np.random.default_rng(20261))

    @property
    def fingerprint(self) -> str:
        """Not the model's: these vectors are of no use."""
        return f"sample of {self.model.fingerprint}"

    @property
    def dimension(self) -> int:
        """The model's."""
        return self.model.dimension

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row a text."""
        rows = self._dice.standard_normal((len(texts), self.dimension)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        some = [at for at in range(len(texts)) if (self.texts + at) % self.every == 0]
        start = time.perf_counter()
        if some:
            rows[some] = self.model.embed_passages([texts[at] for at in some])
        self.seconds += time.perf_counter() - start
        self.embedded += len(some)
        self.texts += len(texts)
        return rows

    def is_word(self, word: str) -> bool:
        """As the model has it."""
        return self.model.is_word(word)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """The model's vector."""
        return self.model.embed_query(text)


def main() -> None:
    """Prints the figures."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--sample", type=int, default=0)
    given = arguments.parse_args()
    model = prepare_embedder(Settings.read())
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=home)
        every = 1
        if given.sample:
            blind = SampledEmbedder(model=model, every=10**9)
            ingest(settings, given.folders, embedder=blind)
            every = max(1, blind.texts // given.sample)
        embedder = SampledEmbedder(model=model, every=every)
        settings = Settings(home=str(Path(home) / "second"))
        spent: dict[str, float] = {}
        stages, moments = ["Starting"], [time.perf_counter()]

        def progress(stage: str, done: int, total: int) -> None:
            del done, total
            now = time.perf_counter()
            spent[stages[-1]] = spent.get(stages[-1], 0.0) + now - moments[-1]
            stages.append(stage)
            moments.append(now)

        report = ingest(settings, given.folders, embedder=embedder, progress=progress)
        progress("", 0, 0)
    embedding = embedder.seconds * embedder.texts / max(1, embedder.embedded)
    spent["Embedding"] = spent.get("Embedding", 0.0) - embedder.seconds + embedding
    read = [each for each in report.sources if each.pages]
    print(f"{len(read)} sources, {report.record.pages} pages, {report.record.passages} passages")
    print(f"{embedder.texts} texts, {embedder.embedded} of them embedded by the model")
    for stage, seconds in spent.items():
        print(f"{stage:<24} {seconds:8.1f} s  {seconds / embedding:6.1%} of embedding")
    others = sum(seconds for stage, seconds in spent.items() if stage in ("Reading", "Storing"))
    print(f"reading and storing: {others / (others + embedding):.1%} of the time")


if __name__ == "__main__":
    main()
