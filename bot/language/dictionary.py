"""The right words of a language and how common they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spellchecker import SpellChecker

from bot.language.translate import LANGUAGES as TRANSLATED
from bot.language.translate import single_words
from ingest.stopwords import STOPWORDS
from ingest.terms import fold, is_stopword

LANGUAGES = ("en", *TRANSLATED)
"""Languages with a dictionary."""
RARE = 50
"""Count of a word that is right and nothing else is known of: the lowest that pyspellchecker's lists have."""
PLURAL = 3
"""A Spanish plural, which the list leaves out, is taken to stand once where its singular stands so often."""


@dataclass(frozen=True, kw_only=True)
class Dictionary:
    """Words without their diacritics: people leave those out, and the sources' words are kept so too."""

    counts: Mapping[str, int]
    """How often each word stands in the subtitles that the list was made of (OpenSubtitles), folded."""
    spelled: Mapping[str, str]
    """The commonest spelling of a folded word."""
    bare: frozenset[str]
    """Folded words that are right as they are, without diacritics."""
    by_shape: Mapping[tuple[str, int], Sequence[str]]
    """Folded words by their first letter and their length."""
    total: int
    """Sum of the counts."""


@lru_cache(maxsize=len(LANGUAGES))
def dictionary(language: str) -> Dictionary:
    """The dictionary of one of `LANGUAGES`; the first call takes a second.

    Words of pyspellchecker's list (MIT), stop words, and those of the lexicons.
    """
    counts: dict[str, int] = {}
    spelled: dict[str, str] = {}
    bare = set()
    for word, count in SpellChecker(language=language).word_frequency.dictionary.items():
        plain = word
        if word.isascii():
            bare.add(word)
        else:
            plain = fold(word)
        if count > counts.get(plain, 0):
            counts[plain], spelled[plain] = count, word
    for word in (*single_words(language), *STOPWORDS[language]):
        if word.isalpha() and not word.isupper():
            counts.setdefault(fold(word), RARE)
            spelled.setdefault(fold(word), word)
    if language == "es":
        for plain, word in list(spelled.items()):
            ending = "s" if plain[-1] in "aeiou" else "es"
            if plain[-1] != "s" and plain + ending not in counts:
                counts[plain + ending] = counts[plain] // PLURAL
                spelled[plain + ending] = word + ending
    return Dictionary(
        counts=counts,
        spelled=spelled,
        bare=frozenset(bare),
        by_shape=by_shape(counts),
        total=sum(counts.values()),
    )


def is_small(word: str) -> bool:
    """Whether a word says nothing of its own in one of the languages."""
    return any(is_stopword(word, language) for language in LANGUAGES)


def by_shape(words: Iterable[str]) -> dict[tuple[str, int], list[str]]:
    """The words by their first letter and their length."""
    found: dict[tuple[str, int], list[str]] = {}
    for word in words:
        found.setdefault((word[0], len(word)), []).append(word)
    return found


def is_right(word: str, language: str) -> bool:
    """Whether a folded word is one of the language or of English, in British spelling too."""
    return (
        word in dictionary(language).counts
        or word in dictionary("en").counts
        or _in_american(word) in dictionary("en").counts
    )


def _in_american(word: str) -> str:
    """The word as it would be spelled in American English, as the English list is."""
    ending = re.sub(r"(?<=[iy])s(?=(?:e[drs]?|ers|ing|ations?)$)", "z", word)
    return re.sub(r"(?<=..)our", "or", ending)
