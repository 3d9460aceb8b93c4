"""Regions of the world and their countries: "which South American states" asks about Ecuador too.

`lexicon/regions.tsv` names the countries by the regions of the United Nations (M49) and by everyday names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.language.names import any_of
from bot.language.translate import LANGUAGES, headwords
from ingest.terms import fold


def regions_in(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each region that an English text names, as it is written there, with its countries."""
    for match in _named().finditer(text):
        yield match[0], _countries()[fold(match[0])]


def names_country(text: str) -> bool:
    """Whether a text names a country, in English, French or Spanish."""
    return _country().search(fold(text)) is not None


@lru_cache(maxsize=1)
def _country() -> re.Pattern[str]:
    listed = (*headwords("regions"), *headwords("places"))
    english = {"USA", "UK", "EU"} | {name for _, names in listed for name in names}
    others = {word for each in LANGUAGES for word, ways in headwords(each) if english.intersection(ways)}
    return any_of({fold(name) for name in english | others})


@lru_cache(maxsize=1)
def _countries() -> dict[str, tuple[str, ...]]:
    return dict(headwords("regions"))


@lru_cache(maxsize=1)
def _named() -> re.Pattern[str]:
    return any_of(_countries())
