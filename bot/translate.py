"""A French or Spanish question in English words: enough to search English sources by, no download needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files

from ingest.terms import fold, instruments, is_stopword, stem

LANGUAGES = ("fr", "es")
"""Languages with a lexicon, `bot/lexicon/<language>.tsv`: a headword and its English, likeliest first."""
LONGEST = 14
"""Words of the longest expression looked up."""

_TOKEN = re.compile(r"\d+(?:[.,/]\d+)*%?|[^\W\d_]+(?:\.[^\W\d_]+|\d+)?", re.UNICODE)
"""A number, or a word; "Our.Coop" is one."""
_CONTRACTED = {"fr": {"au": "à", "aux": "à", "du": "de", "des": "de"}, "es": {"al": "a", "del": "de"}}
"""Prepositions joined with an article, as they stand in a headword."""
_QUESTION_WORDS = {
    "fr": {
        "combien": "how many",
        "quand": "when",
        "ou": "where",
        "qui": "who",
        "pourquoi": "why",
        "comment": "how",
        "quel": "which",
        "quelle": "which",
        "quels": "which",
        "quelles": "which",
    },
    "es": {
        "cuanto": "how much",
        "cuanta": "how much",
        "cuantos": "how many",
        "cuantas": "how many",
        "cuando": "when",
        "donde": "where",
        "quien": "who",
        "quienes": "who",
        "como": "how",
        "cual": "which",
        "cuales": "which",
    },
}


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of a question with its English."""

    said: str
    """The words as typed."""
    english: tuple[str, ...]
    """Ways to say it in English, likeliest first; the words themselves when they are not known."""
    content: bool
    """False for a word that says nothing about the subject."""


def translate(text: str, language: str, *, names: Collection[str] = ()) -> list[Piece]:
    """The text in pieces, the longest expressions the lexicon knows first; empty for another language.

    `names` are words (folded) that the sources use as names: written as names they stay what they are.
    """
    if language not in LANGUAGES:
        return []
    pieces = list(_pieces(text, language, names))
    said = {fold(piece.said) for piece in pieces}
    named = (name.upper() for name in instruments(text) if name not in said)
    return pieces + [Piece(said=name, english=(name,), content=True) for name in named]


def gloss(pieces: Sequence[Piece], stands: Callable[[str], bool] = lambda english: True) -> str:  # noqa: ARG005
    """The pieces as one line of English words, for the embedder.

    Of several ways to say a piece, the first that stands in the sources is taken, or else the first.
    """
    return " ".join(
        next((way for way in piece.english if stands(way)), piece.english[0])
        for piece in pieces
        if piece.english
    )


def headwords(language: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every headword of a language's lexicon with its English, likeliest first."""
    text = (files("bot") / "lexicon" / f"{language}.tsv").read_text(encoding="utf-8")
    lines = (line.partition("\t") for line in text.splitlines())
    return [(headword, tuple(way for way in english.split("; ") if way)) for headword, _, english in lines]


def single_words(language: str) -> frozenset[str]:
    """The words that are headwords of the language's lexicon; for "en" those of the English of them all."""
    if language in LANGUAGES:
        tokens = (_TOKEN.findall(headword) for headword, _ in headwords(language))
        return frozenset(some[0].lower() for some in tokens if len(some) == 1)
    every = (ways for each in LANGUAGES for _, ways in headwords(each))
    return frozenset(word for ways in every for way in ways for word in _TOKEN.findall(way))


@lru_cache(maxsize=1)
def names_in_lower_case() -> frozenset[str]:
    """English names of places and peoples as people type them in haste: "germany", but not "turkey"."""
    every = single_words("en")
    return frozenset(
        word.lower() for word in every if word.istitle() and len(word) > 3 and word.lower() not in every
    )


def _pieces(text: str, language: str, names: Collection[str]) -> Iterator[Piece]:
    tokens = _TOKEN.findall(text)
    at = 0
    while at < len(tokens):
        piece, length = _longest(tokens[at : at + LONGEST], language, names)
        yield piece
        at += length


def _longest(tokens: Sequence[str], language: str, names: Collection[str]) -> tuple[Piece, int]:
    """The piece that begins here and how many words it takes."""
    lexicon = _lexicon(language)
    for length in range(len(tokens), 0, -1):
        said = tokens[:length]
        stays = length == 1 and (_is_name(said[0], names) or is_stopword(said[0], language))
        entries = [] if stays else lexicon.get(_key(said, language), [])
        if entries:
            return Piece(said=" ".join(said), english=_ways(said, entries), content=True), length
    return _unknown(tokens[0], language), 1


def _is_name(token: str, names: Collection[str]) -> bool:
    return token[0].isupper() and fold(token) in names


def _ways(said: Sequence[str], entries: Sequence[_Entry]) -> tuple[str, ...]:
    """The ways of every headword with these stems, those of the headword most like the words typed first."""
    typed = " ".join(said).lower()

    def unlike(entry: _Entry) -> tuple[bool, bool, float]:
        headword, _ = entry
        return (
            headword != typed,
            fold(headword) != fold(typed),
            -SequenceMatcher(None, fold(headword), fold(typed)).ratio(),
        )

    return tuple(dict.fromkeys(way for _, ways in sorted(entries, key=unlike) for way in ways))


def _key(tokens: Sequence[str], language: str) -> tuple[str, ...]:
    """Stems, of the singular where the stemmer leaves a plural as it is (French "emplois")."""
    tokens = [_CONTRACTED[language].get(token.lower(), token) for token in tokens]
    singular = [
        re.sub(r"(?<=[^\Ws]{3})[sx]$", "", token.lower()) if language == "fr" else token for token in tokens
    ]
    return tuple(stem(token, language) for token in singular)


def _unknown(token: str, language: str) -> Piece:
    asked = "what" if token.lower() == "qué" else _QUESTION_WORDS[language].get(fold(token))
    if asked:
        return Piece(said=token, english=(asked,), content=False)
    if len(token) == 1 or is_stopword(token, language):
        return Piece(said=token, english=(), content=False)
    return Piece(said=token, english=(token,), content=True)


_Entry = tuple[str, tuple[str, ...]]
"""A headword and its English ways."""


@lru_cache(maxsize=len(LANGUAGES))
def _lexicon(language: str) -> dict[tuple[str, ...], list[_Entry]]:
    """Entries by the stems of the headword."""
    found: dict[tuple[str, ...], list[_Entry]] = {}
    for headword, ways in headwords(language):
        tokens = _TOKEN.findall(headword)
        if tokens and ways:
            found.setdefault(_key(tokens, language), []).append((" ".join(tokens).lower(), ways))
    return found
