"""Words as dictionaries have them: the infinitive of a verb, the singular of a noun."""

from __future__ import annotations

from functools import lru_cache

from simplemma import lemmatize


@lru_cache(maxsize=16384)
def lemma(word: str, language: str) -> str:
    """The dictionary form of a word, the word itself where none is known; the first call takes half a second.

    Languages are "en", "fr" and "es" (lists of simplemma, inside the package).
    """
    return lemmatize(word, lang=language).lower()
