"""The second step of a question: pages that the best ones name, and that say what those do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.query import Concept, Query
from ingest.index import Index
from ingest.terms import terms
from ingest.titles import PageKey

NAMING = 2
"""Pages, the best ones, whose texts are looked through for titles: of 1, 2 and 3 the best on HotpotQA."""
BEHIND = 1e-6
"""How far a page that was named stays behind the one naming it, of scores about 0 to 1."""


def with_named(scores: Mapping[PageKey, float], query: Query, index: Index) -> dict[PageKey, float]:
    """The scores of pages, those raised or added that are named by one of the best.

    "Who founded the network that X is on?" is answered by two pages: that of X names the network, and that of
    the network need not say X. A page counts as named when its title, borne by no other page, stands in full
    in the text of one of the NAMING best pages. It is raised by that page's score times the share, by rarity,
    that it says of what that page leaves unsaid of the question, and comes to stand behind it at best: the
    first page stays the first.
    """
    raised = dict(scores)
    for page in sorted(scores, key=lambda key: (-scores[key], key))[:NAMING]:
        text, language = _text(index, page)
        unsaid = _unsaid(query.concepts, text, language)
        whole = _rarity(index, unsaid)
        for named in index.titles.named_in(text) if unsaid else ():
            said = 1 - _rarity(index, _unsaid(unsaid, *_text(index, named))) / whole
            if said > 0 and named != page:
                score = scores.get(named, 0.0) + said * scores[page]
                raised[named] = max(raised.get(named, 0.0), min(score, scores[page] - BEHIND))
    return raised


def _text(index: Index, page: PageKey) -> tuple[str, str]:
    """A page's text, and its language."""
    return index.library.page(*page).text, index.library.source(page[0]).language


def _unsaid(concepts: Sequence[Concept], text: str, language: str) -> list[Concept]:
    """The concepts that no way of saying them stands in the text for, whole."""
    found = frozenset(terms(text, language))
    return [each for each in concepts if not any(found.issuperset(way) for way in each.ways)]


def _rarity(index: Index, concepts: Sequence[Concept]) -> float:
    """What the concepts count together, the rarer the more."""
    return sum(concept.weight * index.lexical["statement"].idf(concept.sought) for concept in concepts)
