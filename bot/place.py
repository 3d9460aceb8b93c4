"""A page that a question names by its number: "What does slide 6 say?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.terms import fold, is_stopword, words

LAST = -1
"""The number of "the last slide" before it is known how many there are."""
MOST = 12
"""Pages of the longest run taken by its numbers ("slides 3 to 7")."""

_UNIT = r"(?P<unit>slides?|diapositives?|diapos?|diapositivas?|l[áa]minas?|pages?|p[áa]ginas?)"
_BEFORE = (
    r"(?:\b(?:on|in|at|from|of|to|about|sur|dans|à|de|en|du)\s+)?"
    r"(?:(?:\b(?:the|this|la|le|las|les|el)\s+)|\bl['’])?\b"
)
_BY_NUMBER = re.compile(
    _BEFORE + _UNIT + r"\s*(?:no\.?|n[°ºo]\.?|number|num[ée]ro|n[úu]mero|n[úu]m\.?|#)?\s*"
    r"(?P<first>\d{1,4})\b(?![.,]?\d|\s*%)"
    r"(?P<more>(?:\s*(?:,|and|et|y|to|à|a|-|–)\s*\d{1,4}\b)*)"
    r"(?:\s+(?:of|du|de|del)\s+(?:the\s+|la\s+|l['’])?"
    r"(?:report|presentation|deck|document|briefing|pdf|rapport|présentation|informe|presentaci[óo]n|documento))?",
    re.IGNORECASE,
)
_ORDINALS = {
    1: "first|première|premiere|primera",
    2: "second|deuxième|deuxieme|seconde|segunda",
    3: "third|troisième|troisieme|tercera",
    4: "fourth|quatrième|quatrieme|cuarta",
    5: "fifth|cinquième|cinquieme|quinta",
    LAST: "last|final|dernière|derniere|última|ultima",
}
_BY_ORDINAL = tuple(
    (number, re.compile(rf"{_BEFORE}(?:{said})\s+{_UNIT}\b", re.IGNORECASE))
    for number, said in _ORDINALS.items()
)
_ABOUT_ITSELF = frozenset(
    """contain contains content contents show shows present presents title text read reads summarise summarize
    describe explain cover covers happen see contient contenu montre presente titre texte trouve resume lis
    contiene contenido muestra presenta titulo texto trata resuma aparece lee""".split()
)
"""Words of asking for a page as a whole, folded."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Pages by their numbers, and what else the question says."""

    numbers: tuple[int, ...]
    """1-based; LAST for the last page."""
    is_slide: bool
    """Whether slides are named, which only a deck has."""
    rest: str
    """The question without the place; empty when it asks for the page as a whole."""


def place_in(text: str) -> Place | None:
    """The pages a question names, None if it names none."""
    match = _BY_NUMBER.search(text)
    numbers = _numbers(match) if match else ()
    for number, pattern in () if match else _BY_ORDINAL:
        match = pattern.search(text)
        if match:
            numbers = (number,)
            break
    if match is None:
        return None
    rest = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split()).strip(" ,;:")
    asks = any(
        not any(is_stopword(word, language) for language in ("en", "fr", "es"))
        and fold(word) not in _ABOUT_ITSELF
        for word in words(rest)
    )
    return Place(
        numbers=numbers,
        is_slide=not fold(match["unit"]).startswith("pag"),
        rest=rest[:1].upper() + rest[1:] if asks else "",
    )


def _numbers(match: re.Match[str]) -> tuple[int, ...]:
    """Every number named; a run ("3 to 7", "3-7") with those between."""
    found = [int(match["first"])]
    for joined, number in re.findall(r"(\S+?)\s*(\d{1,4})\b", match["more"]):
        if joined in ("to", "à", "a", "-", "–"):
            found.extend(range(found[-1] + 1, min(int(number), found[-1] + MOST)))
        found.append(int(number))
    return tuple(dict.fromkeys(found))
