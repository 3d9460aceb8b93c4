"""Names in a text, and the forms of one: "Tunisia" and "Tunisian" speak of the same country."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

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
