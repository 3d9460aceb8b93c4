"""A question as something to search for: a vector, and concepts with every way the sources may say them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.language.translate import Piece
from ingest.lexical import Sought, Way
from ingest.terms import fold, stem, terms, words
from ingest.vocabulary import Vocabulary

ASKING = frozenset(
    """find read link url download list lists listed name names named compare compared comparison mention
    mentions mentioned summarise summarize summary explain describe slide slides deck deck's know
    learn tell talk talks discuss discusses discussed cover covers covered contain contains happen happens
    happened""".split()
)
"""Words that say what is to be done, not what about."""
NAME_WEIGHT = 1.5
"""What a name or number counts beside a common word: an answer about another country is none."""


@dataclass(frozen=True, kw_only=True)
class Concept:
    """One thing a question speaks of."""

    ways: tuple[Way, ...]
    """Each way of saying it, the question's own first."""
    weight: float = 1.0
    """What it counts beside the others."""
    loose: tuple[Way, ...] = ()
    """Ways of saying something near it: "children" for "kids"."""

    @property
    def sought(self) -> Sought:
        """What the lexical index is asked for."""
        return Sought(self.ways, self.weight, self.loose)


@dataclass(frozen=True, kw_only=True)
class Query:
    """What is searched for."""

    vector: NDArray[np.float32]
    """Unit vector, shape (dimension,)."""
    concepts: tuple[Concept, ...]
    text: str = ""
    """The words to be read beside a text: the question's own, or their English."""

    def joined(self, other: Query, weight: float) -> Query:
        """This query with another one's vector and concepts added at a weight."""
        vector = self.vector + weight * other.vector
        mine = {way for concept in self.concepts for way in concept.ways}
        added = tuple(
            replace(concept, weight=concept.weight * weight)
            for concept in other.concepts
            if not mine.intersection(concept.ways)
        )
        return Query(
            vector=vector / np.linalg.norm(vector),
            concepts=self.concepts + added,
            text=f"{other.text} {self.text}",
        )


def concepts_of(
    text: str, languages: Sequence[str], vocabulary: Vocabulary, *, is_word: Callable[[str], bool]
) -> tuple[Concept, ...]:
    """The concepts of a text, each once, in the terms of the corpus's languages.

    A word is said by its stem in each language; an abbreviation also by its long form, and a long form that
    the corpus abbreviates also by the abbreviation. `is_word` tells an ordinary word ("present") from an
    abbreviation typed in lower case ("sse").
    """
    longs = {short: _said(long, languages) for short, long in vocabulary.abbreviations.items()}
    whole = {language: terms(text, language) for language in languages}
    found: dict[Way, Concept] = {}
    spelled: set[str] = set()
    for short, ways in longs.items():
        held = [way for way in ways if len(way) > 1 and _holds(whole.values(), way)]
        if held and not spelled.issuperset(held[0]):
            ways = [*held, *_said(short, languages)]
            spelled.update(*ways)
            found.setdefault(held[0], Concept(ways=tuple(dict.fromkeys(ways)), weight=float(len(held[0]))))
    for way, ways in _named_in_part(longs, whole.values()):
        if not spelled.intersection(way):
            spelled.update(way)
            found.setdefault(way, Concept(ways=(way, *ways), weight=float(len(way))))
    for position, word in enumerate(words(text)):
        if fold(word) in ASKING:
            continue
        weight = NAME_WEIGHT if _is_specific(word, position) else 1.0
        abbreviated = longs.get(fold(word), []) if _is_abbreviation(word, is_word) else []
        for group in _by_language(word, languages):
            if not spelled.intersection(group):
                ways = [*((term,) for term in group), *abbreviated]
                found.setdefault((group[0],), Concept(ways=tuple(dict.fromkeys(ways)), weight=weight))
    single = {way[0] for concept in found.values() for way in concept.ways if len(way) == 1}
    # What only the whole text tells: an instrument, "UN TF SSE".
    seen = single | spelled | _asking(tuple(languages))
    for term in dict.fromkeys(term for some in whole.values() for term in some):
        if term not in seen:
            found[(term,)] = Concept(ways=((term,), *longs.get(term, [])))
    return tuple(found.values())


def _named_in_part(
    longs: Mapping[str, Sequence[Way]], said: Collection[Sequence[str]]
) -> Iterator[tuple[Way, list[Way]]]:
    """Words of one long form that a text names it by, with its abbreviation ("the task force").

    Two or more words in a row of a long form of three or more, and of no other.
    """
    runs: dict[Way, set[str]] = {}
    for short, ways in longs.items():
        for way in ways:
            for size in range(2, len(way)):
                for at in range(len(way) - size + 1):
                    runs.setdefault(way[at : at + size], set()).add(short)
            if len(way) > 1:
                runs.setdefault(way, set()).update((short, ""))  # whole: not named in part
    for way in sorted(runs, key=len, reverse=True):
        if len(runs[way]) == 1 and _holds(said, way):
            (short,) = runs[way]
            yield way, [*longs[short], (short,)]


def spelled_out(text: str, vocabulary: Vocabulary, *, is_word: Callable[[str], bool]) -> str:
    """The text with the long form of each abbreviation it uses: what an embedder can understand."""

    def long(match: re.Match[str]) -> str:
        word = match[0]
        form = vocabulary.abbreviations.get(fold(word), "")
        known = not form or fold(form) in fold(text) or not _is_abbreviation(word, is_word)
        return word if known else f"{form} ({word})"

    return re.sub(r"[^\W\d_]+", long, text)


def translated(pieces: Sequence[Piece]) -> tuple[Concept, ...]:
    """The concepts of a question's pieces, said in English as well as in its own words."""
    found: dict[Way, Concept] = {}
    for piece in pieces:
        english = [way for text in piece.english for way in _said(text.replace("-", " "), ("en",))]
        ways = [*_said(piece.said, ("en",)), *english]
        if piece.content and ways:
            specific = any(_is_specific(text, 1) for text in (piece.said, piece.english[0]))
            weight = NAME_WEIGHT if specific else float(len((english or ways)[0]))
            found.setdefault(ways[0], Concept(ways=tuple(dict.fromkeys(ways)), weight=weight))
    return tuple(found.values())


def _by_language(word: str, languages: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The terms of one word, each with its forms in the other languages."""
    said = [some for language in languages if (some := terms(word, language))]
    if len({len(some) for some in said}) == 1:
        yield from (tuple(dict.fromkeys(forms)) for forms in zip(*said, strict=True))
    else:
        yield from ((term,) for term in dict.fromkeys(term for some in said for term in some))


def _said(text: str, languages: Sequence[str]) -> list[Way]:
    return list(_ways(text, tuple(languages)))


@lru_cache(maxsize=4096)  # every question asks for the long forms of all abbreviations
def _ways(text: str, languages: tuple[str, ...]) -> tuple[Way, ...]:
    return tuple(dict.fromkeys(way for language in languages if (way := tuple(terms(text, language)))))


@lru_cache(maxsize=16)
def _asking(languages: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem(word, language) for word in ASKING for language in languages)


def _holds(said: Iterable[Sequence[str]], way: Way) -> bool:
    """Whether the way stands in the text, word by word."""
    return any(
        tuple(some[at : at + len(way)]) == way for some in said for at in range(len(some) - len(way) + 1)
    )


def _is_specific(word: str, position: int) -> bool:
    """Whether a word is a number or is written as a name (abbreviations of the subject are not specific)."""
    return word[0].isdigit() or (position > 0 and word[0].isupper() and not word.isupper())


def _is_abbreviation(word: str, is_word: Callable[[str], bool]) -> bool:
    return sum(c.isupper() for c in word) > 1 or not is_word(fold(word))
