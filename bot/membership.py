"""A list that a question asks about, and the name that is not in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.compose import BESIDE, PAGES, SAYS, Group, fitness, grouped, list_of, with_heads
from bot.language.regions import regions_in
from bot.question import Question
from bot.types import Hit
from ingest.terms import fold
from ingest.types import Passage

LISTED = 3
"""Items from which something is a list."""
ITEM_WORDS = 6
"""Words of the longest bullet that is an item of a list of names."""
NEAR = 0.75
"""A statement that says the name, elsewhere, answers by itself from this share of the list's score."""

_YES_NO = re.compile(
    r"(?:is|are|was|were|does|do|did|has|have|had|can|could|will)\b"
    r"|(?:est-ce que?|est-ce qu')\b"
    r"|(?:.*\b)?(?:fait|font|est|sont|a|ont|figure|figurent|existe)-(?:t-)?(?:il|elle|ils|elles)\b"
    r"|(?:esta|estan|es|son|ha|han|figuran?|forman?|tienen?|aparecen?|incluyen?|existe|hay)\b"
)
"""How a question begins that is answered by yes or no, folded."""
_OPEN = re.compile(
    r"\b(?:what|which|who|whom|whose|how|why|when|where|quel(?:le)?s?|combien|comment|pourquoi|quand"
    r"|cual(?:es)?|cuant[oa]s?|quien(?:es)?|por que|cuando|donde)\b"
)
"""Words of asking for more than yes or no, folded."""
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_AS_LIST = re.compile(
    r"\b(?:lists?|listed|among|amongst|one of|part of|members?|belongs?|includes?|included|partie|parmi|liste"
    r"|membres?|figurent?|figuran?|entre|lista|miembros?|parte)\b"
)
"""Words of asking for a list, folded."""
_NAME = re.compile(r"(?<=[\w’'»,] )(?:[A-ZÀ-Ý][\w’-]+)(?: (?:(?:of|de|du|del|la|and the) )?[A-ZÀ-Ý][\w’-]+)*")
"""A name within a sentence."""
_ENUMERATION = re.compile(
    r"(?:[A-ZÀ-Ý][\w’'().-]*(?: (?:of |de |d’|d')?[A-ZÀ-Ý(][\w’'().-]*)*(?:, and |, | and | & |; ))"
    rf"{{{LISTED - 1},}}(?:and )?[A-ZÀ-Ý][\w’'().-]*"
)
"""Names in a row."""


def asked_of(question: Question) -> Iterator[tuple[str, str]]:
    """Each name that a yes-or-no question may ask for, with the question without it."""
    plain = fold(question.text).strip(" ¿?!.")
    # "WHO" is a name, "who" asks.
    if not _YES_NO.match(plain) or _OPEN.search(fold(_CAPITALS.sub("", question.text))) or question.leans_on:
        return
    regions = {region for region, _ in regions_in(question.text)}
    for match in _NAME.finditer(question.text):
        if match[0] in regions:
            continue  # its countries are in the list, it is not
        rest = " ".join(f"{question.text[: match.start()]} {question.text[match.end() :]}".split())
        yield match[0].removesuffix("'s").removesuffix("’s"), rest


def lists(question: Question, hits: Sequence[Hit]) -> Group | None:
    """The list that the rest of the question finds, when the name asked for is not in it.

    Lists of one page that are found alike are given together: which of them is meant is not known.

    `hits` are those of the question without the name, restricted to the name (`Match.about`). None when no
    list is found, the name is in it, another name of the question is the one listed, or another statement
    that says the name answers as well.
    """
    found = [(hit, match, fitness(question, hit, match)) for hit in hits[:PAGES] for match in hit.matches]
    if not found:
        return None
    best = max(score for _, _, score in found)
    as_list = bool(_AS_LIST.search(fold(question.text)))
    near = [(score, hit, match.passage) for hit, match, score in found if score >= BESIDE * best]
    listing = [(s, hit, items) for s, hit, passage in near if (items := _items(hit, passage, as_list))]
    if not listing:
        return None
    score, hit, _ = max(listing, key=lambda each: each[0])
    passages = list(dict.fromkeys(p for _, where, items in listing if where is hit for p in items))
    listed = " ".join(fold(match[0]) for p in passages for match in _ENUMERATION.finditer(p.text))
    if any(fold(name) in listed for name, _ in asked_of(question)):
        return None
    says = {m.passage for h in hits for m in h.matches if m.about >= SAYS}
    if says.intersection(passages) or any(m.about >= SAYS and s >= NEAR * score for _, m, s in found):
        return None
    beside = [m.passage for m in hit.matches if m.passage in says]
    return grouped(hit, [*with_heads(hit, passages), *beside])


def _items(hit: Hit, passage: Passage, as_list: bool) -> list[Passage]:
    """The list that a statement is, heads or stands in; empty if it has to do with none.

    A list is names in a row or, when the question asks for a list, short items one below the other.
    """
    if _ENUMERATION.search(passage.text):
        return [passage]
    if not as_list:
        return []
    items = list_of(hit, passage)
    short = [each for each in items if len(each.text.split()) <= ITEM_WORDS and each.text[:1].isupper()]
    return items if len(short) >= LISTED and len(short) >= len(items) - 1 else []
