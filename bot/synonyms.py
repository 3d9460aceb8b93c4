"""Words that people say and documents do not: "kids" for children, "laid off" for dismissed. English only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.language.translate import headwords
from bot.query import Concept
from ingest.lexical import Way
from ingest.terms import fold, is_stopword, stem, terms, words

LONGEST = 6
"""Words of the longest expression in `bot/language/lexicon/en.tsv`."""


def with_synonyms(concepts: Sequence[Concept], text: str) -> tuple[Concept, ...]:
    """The concepts of an English text; everyday words get the formal words near them as loose ways."""
    near = dict(_near(text))
    found = []
    for concept in concepts:
        ways = next((near[way] for way in concept.ways if way in near), ())
        loose = tuple(way for way in ways if way not in concept.ways)
        found.append(replace(concept, loose=loose) if loose else concept)
    return tuple(found)


def near_to(term: str) -> tuple[Way, ...]:
    """The ways near a word, given by its stem."""
    return _table().get((term,), ())


def _near(text: str) -> Iterator[tuple[Way, tuple[Way, ...]]]:
    """The first word that says something of each expression in the table, as a way, with the ways near it."""
    said = [part for word in words(text) for part in fold(word).replace("-", " ").split()]
    at = 0
    while at < len(said):
        length = next(
            (n for n in range(min(LONGEST, len(said) - at), 0, -1) if _key(said[at : at + n]) in _table()), 0
        )
        content = next((word for word in said[at : at + length] if not is_stopword(word, "en")), "")
        if content:
            yield (stem(content, "en"),), _table()[_key(said[at : at + length])]
        at += length or 1


def _key(said: Sequence[str]) -> Way:
    return tuple(stem(word, "en") for word in said)


@lru_cache(maxsize=1)
def _table() -> dict[Way, tuple[Way, ...]]:
    """The ways near each expression, by its stems; near a region are its countries."""
    found: dict[Way, dict[Way, None]] = {}
    for headword, near in (*headwords("en"), *headwords("regions")):
        ways = (tuple(terms(text.replace("-", " "), "en")) for text in near)
        found.setdefault(_key(headword.replace("-", " ").split()), {}).update((w, None) for w in ways if w)
    return {key: tuple(ways) for key, ways in found.items()}
