"""Names in a text, and the forms of one: "Tunisia" and "Tunisian" speak of the same country."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import takewhile

from bot.language.lemmas import lemma
from bot.language.translate import LANGUAGES, headwords, single_words

SHORTEST = 4
"""Letters at least that two forms of a name begin with alike ("Peru", "Peruvian")."""

_COUNTRY = re.compile(r"(?:a|e|o|y|i|s|es|ia)?")
"""What follows the common beginning in the country's name."""
_DEMONYM = re.compile(r"(?:n|an|ian|ean|vian|nian|ese|ish|i|ic)s?")
"""What follows it in the word for its people and things."""


def any_of(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the names as whole words, the longest first, in any letter case."""
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def names_in_lower_case() -> frozenset[str]:
    """English names of places and peoples as people type them in haste: "germany", but not "turkey".

    They are what a headword of a lexicon means alone, or words of a country's name: the "goals" of the
    Sustainable Development Goals are none, nor is "lent", a form of another word.
    """
    every = single_words("en")
    alone = {way for each in LANGUAGES for _, ways in headwords(each) for way in ways if way.isalpha()}
    listed = (text for table in ("places", "regions") for _, ways in headwords(table) for text in ways)
    parts = {word for text in listed for word in re.findall(r"[^\W\d_]+", text)}
    named = (word for word in alone | parts if word.istitle() and len(word) > SHORTEST - 1)
    return frozenset(
        word.lower()
        for word in named
        if word.lower() not in every and lemma(word.lower(), "en") == word.lower()
    )


def forms(term: str, names: Iterable[str]) -> list[str]:
    """The names that are another form of the term: adjective for country and country for adjective.

    All are folded; the term may be a stem.
    """
    return [name for name in names if name != term and (_derived(term, name) or _derived(name, term))]


def _derived(country: str, adjective: str) -> bool:
    beginning = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(country, adjective, strict=False))
    )
    # "Italy" and "Italian" part before the "i" they may share, so shorter beginnings are tried as well.
    return any(
        _COUNTRY.fullmatch(country[at:]) and _DEMONYM.fullmatch(adjective[at:])
        for at in range(beginning, max(SHORTEST, beginning - 2) - 1, -1)
    )
