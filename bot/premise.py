"""What a question takes for granted and the sources say otherwise: "Why was it repealed?" of a new act."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.dated import is_about_now
from bot.language.opposites import acts
from bot.language.translate import translate
from bot.types import Hit, Match
from ingest.terms import fold, stem, words

PAGES = 3
"""Pages, the first ones found, whose statements are looked at."""
SAID = 0.4
"""Share of the question that a statement has to say in its context, though not the act itself."""

_TAKEN = re.compile(
    r"^[\W_]*(?:(?:and|but|so|et|mais|y|pero)\b\W*)?(?:why|when|how|who|where"
    r"|which|what (?:year|made|led)|in (?:which|what) year|for what reason|since when|pourquoi|quand"
    r"|combien|cuant[oa]s?|comment|qui|en quelle annee|depuis quand|por que|cuando|como|quien|en que ano"
    r"|desde cuando"
    r"|did|was|were|has|have|is it true)\b"
)
"""How a question begins that takes something for done, folded."""


@dataclass(frozen=True, kw_only=True)
class Premise:
    """An act that a question takes for granted, and the statement that tells another one."""

    act: str
    """The word of the question."""
    hit: Hit
    match: Match


def contradicted(
    text: str, language: str, hits: Sequence[Hit], names_stand: Callable[[str], bool]
) -> Premise | None:
    """The first statement that says an opposite of what a question takes for granted; None if none does.

    `names_stand` tells whether a text says all the names of the question. A question about the day it is
    asked supposes nothing: it asks.
    """
    if not _TAKEN.match(fold(text)) or is_about_now(text):
        return None
    asked = [(word, places) for word, places in _acts(text, language) if places]
    for hit in hits[:PAGES] if asked else ():
        for match in hit.matches:
            if match.coverage_in_context < SAID or not names_stand(match.passage.embedded_text):
                continue
            told = {place for _, places in _acts(match.passage.text, "en") for place in places}
            for word, places in asked:
                if not places & told and {row for row, _ in places} & {row for row, _ in told}:
                    return Premise(act=word, hit=hit, match=match)
    return None


def _acts(text: str, language: str) -> Iterator[tuple[str, frozenset[tuple[int, int]]]]:
    """The words of a text with the acts they may tell, in the language or by their English."""
    said = [(piece.said, piece.english) for piece in translate(text, language)]
    for word, ways in said or [(word, (word,)) for word in words(text)]:
        yield word, frozenset(act for way in ways for each in words(way) for act in acts(stem(each, "en")))
