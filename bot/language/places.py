"""Capitals that stand for their governments: "Which law did Tokyo pass?" asks about Japan."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from bot.language.names import any_of
from bot.language.translate import headwords
from ingest.terms import fold

_PLACED = re.compile(r"\b(?:in|at|near|around|outside|to|from|within|city of|town of)\s+$", re.IGNORECASE)
"""What stands before a capital that is the place itself."""
_OWNS = re.compile(r"['’]s\b")
"""What stands behind one that is spoken of as its country all the same: "in Tokyo's economy"."""


def with_countries(text: str, knows: Callable[[str], bool]) -> str:
    """An English text with the country for its capital, where the capital is spoken of as its government.

    A capital stays that the sources know, that is said as a place ("in Tokyo") or is not written as a name,
    and one whose country they do not know. `lexicon/places.tsv` has the capitals.
    """

    def country(match: re.Match[str]) -> str:
        capital = match[0]
        placed = _PLACED.search(text[: match.start()]) and not _OWNS.match(text, match.end())
        if not capital[0].isupper() or placed or knows(capital.split()[-1]):
            return capital
        ways = _countries()[fold(capital)]
        return next((way for way in ways if all(knows(word) for word in way.split())), capital)

    return _capitals().sub(country, text)


@lru_cache(maxsize=1)
def _countries() -> dict[str, tuple[str, ...]]:
    return dict(headwords("places"))


@lru_cache(maxsize=1)
def _capitals() -> re.Pattern[str]:
    return any_of(_countries())
