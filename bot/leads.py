"""Documents that were not read and may hold what the sources do not say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dated import latest, written
from bot.query import Concept
from bot.types import Reference
from ingest.terms import terms, words
from ingest.types import Source

LEAST = 0.35
"""Share of what a question speaks of, by its rarity among the documents, that a document has to be about."""
TITLED = 2
"""Things a question speaks of that a title has to say, unless one of them is written as a name or number."""
IN_NOTE = 0.5
"""What a thing counts that is said in the note or by the publisher, not in the title or date."""
THIRD_PARTY = 0.8
"""Factor for what somebody else wrote: the document itself comes first."""
BESIDE = 0.95
"""A second document is named from this share of the best one's score."""
MOST = 2
"""Documents named at most."""


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What the manifest tells of a document, as search terms."""

    source: Source
    title: frozenset[str]
    more: frozenset[str]


def leads(text: str, concepts: Sequence[Concept], sources: Sequence[Source]) -> tuple[Reference, ...]:
    """The documents without a file that a question is about by their titles and dates, the likeliest first.

    `concepts` are those of the question's `text`. A document's score is the share of them that it says,
    each weighted by its inverse document frequency among these documents; one that none says counts as one
    that a single document says, since titles seldom name the detail that was asked for.
    """
    told = [_told(source) for source in sources if source.path is None]
    rarity = [
        concept.weight * math.log((len(told) + 1) / (max(1, sum(_says(t, concept) for t in told)) + 0.5))
        for concept in concepts
    ]
    names = {term for word in words(text)[1:] if _is_name(word) for term in terms(word, "en")}
    named = [any(names.intersection(way) for way in concept.ways) for concept in concepts]
    scored = []
    for each in told:
        titled = [_holds(each.title, concept) for concept in concepts]
        if sum(titled) < TITLED and not any(a and b for a, b in zip(titled, named, strict=True)):
            continue
        said = sum(
            weight * (1 if in_title else IN_NOTE if _holds(each.more, concept) else 0)
            for concept, weight, in_title in zip(concepts, rarity, titled, strict=True)
        )
        share = said / sum(rarity) * (THIRD_PARTY if each.source.status == "third_party" else 1)
        if share >= LEAST:
            scored.append((share, each.source))
    scored.sort(key=lambda one: -one[0])
    newest = latest(sources)
    return tuple(_reference(s, newest) for share, s in scored[:MOST] if share >= BESIDE * scored[0][0])


def _told(source: Source) -> _Told:
    return _Told(
        source=source,
        title=_terms(source, f"{source.title} {written(source.date)}"),
        more=_terms(source, f"{source.publisher} {source.note}"),
    )


def _terms(source: Source, text: str) -> frozenset[str]:
    """Terms in English, which questions of any language are searched in, and in the document's language."""
    return frozenset(terms(text, "en")).union(terms(text, source.language))


def _is_name(word: str) -> bool:
    return any(c.isupper() or c.isdigit() for c in word)


def _says(told: _Told, concept: Concept) -> bool:
    return _holds(told.title | told.more, concept)


def _holds(said: frozenset[str], concept: Concept) -> bool:
    return any(said.issuperset(way) for way in concept.ways)


def _reference(source: Source, newest: str) -> Reference:
    return Reference(
        source_id=source.source_id,
        title=source.title,
        publisher=source.publisher,
        date=source.date,
        url=source.url or "",
        is_later=source.status == "later" or "" < newest[:7] < source.date[:7],
    )
