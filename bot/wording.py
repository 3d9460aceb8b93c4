"""How well a text says the words of a question, by what the words mean one by one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.query import ASKING
from ingest.embed import Embedder
from ingest.terms import fold, is_stopword, stem, words


class Wording:
    """Compares words by their vectors, each embedded once and kept."""

    def __init__(self, embedder: Embedder) -> None:
        """Embeds with the embedder."""
        self._embedder = embedder
        self._known: dict[str, NDArray[np.float32]] = {}

    def least_said(self, question: str, text: str, language: str) -> float:
        """How well the text says the content word of the question that it says least, up to 1.

        1 for a word that stands in the text in some form, otherwise its cosine with the nearest word there.
        """
        held = _content(text, language)
        stems = {stem(word, language) for word in held}
        asked = [word for word in _content(question, language) if word not in ASKING]
        missing = [word for word in asked if stem(word, language) not in stems]
        if not missing:
            return 1.0
        return float((self._of(missing) @ self._of(held).T).max(axis=1).min()) if held else 0.0

    def _of(self, some: Sequence[str]) -> NDArray[np.float32]:
        new = [word for word in some if word not in self._known]
        if new:
            self._known.update(zip(new, self._embedder.embed_passages(new), strict=True))
        return np.stack([self._known[word] for word in some])


def _content(text: str, language: str) -> list[str]:
    return list(dict.fromkeys(fold(word) for word in words(text) if not is_stopword(word, language)))
