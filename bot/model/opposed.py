"""Words of opposite meaning: which side of a row a word of a sentence is on, and which its sources are on."""

from __future__ import annotations

from collections.abc import Container, Sequence

from bot.language.opposites import sides
from bot.model.claim import Evidence
from bot.model.loaded import degrees
from bot.model.wording import Word

ONE_BY_ONE = (frozenset((row, side) for row in range(1, 100) for side in range(4)), frozenset({(1, 1)}))
"""Sides of rows of opposed words on which one word is not as good as another, in English and across
languages: who closes a thing has not cancelled it, who sees it rise sees it grow."""


def is_opposed(word: Word, terms: frozenset[str]) -> bool:
    """Whether a text has a word on another side of a row of opposed words, and none on the same one."""
    rows = {row for row, _ in places(word)}
    return any(row in rows for term in terms for row, _ in sides(term)) and not is_on_same_side(word, terms)


def is_beside(word: Word, some: Sequence[Word], terms: frozenset[str]) -> bool:
    """Whether a sentence says beside the word what a text says on the other side: it does not replace it."""
    rows = {row for row, _ in places(word)}
    others = [way[0] for each in some if each is not word for way in each.ways if len(way) == 1]
    return any(
        row in rows for way in others if way in terms for row, _ in sides(way) if (row, _) not in places(word)
    )


def is_loaded(word: Word) -> bool:
    """Whether its likeliest meanings are among the opposed words."""
    return any(sides(way[0]) for way in word.ways[:2] if len(way) == 1)


def is_compared(word: Word, evidence: Sequence[Evidence]) -> bool:
    """Whether it says that something rose or fell where a source says that it is more or less."""
    told = {name for each in evidence for names in degrees(each.whole) for name in names}
    change = {"above": sides("rise"), "below": sides("fall")}
    return any(name in told and rows & places(word) for name, rows in change.items())


def places(word: Word) -> set[tuple[int, int]]:
    """The rows of opposed words that it may belong to, with its sides in them."""
    return {place for way in word.ways if len(way) == 1 for place in sides(way[0])}


def is_on_same_side(word: Word, held: frozenset[str], *, but: Container[tuple[int, int]] = ()) -> bool:
    """Whether a text has a word on the same side of a row, but for some of the rows."""
    mine = {place for place in places(word) if place not in but}
    return any(mine & sides(term) for term in held)
