"""The pages that may answer a question: dense and lexical evidence at two grains, fused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.question import Question, understand
from bot.types import Hit, Match, Turn
from ingest.index import Index
from ingest.terms import terms
from ingest.types import GRAINS, Passage

DEPTH = 60
"""Passages asked of each of the four lists (dense and lexical, page and statement)."""
PAGES = 12
"""Pages handed on, each with all its statements scored."""
DENSE_WEIGHT = 0.5
"""Share of the dense side in a score. 0.5 was best or within 0.01 of the best hit@1 on the deck's questions,
SQuAD 2.0 and HotpotQA when varied from 0.3 to 0.7."""
EARLIER_WEIGHT = 0.5
"""What an earlier question counts beside the one that leans on it."""

PageKey = tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class Query:
    """A text to search for."""

    vector: NDArray[np.float32]
    """Unit vector, shape (dimension,)."""
    weights: Mapping[str, float]
    """Search terms, each with what it counts."""

    def joined(self, other: Query, weight: float) -> Query:
        """This query with another one's vector and terms added at a weight."""
        vector = self.vector + weight * other.vector
        weights = {term: weight for term in other.weights} | dict(self.weights)
        return Query(vector=vector / np.linalg.norm(vector), weights=weights)


class HybridRetriever:
    """Scores a page by the mean of four pieces of evidence, each between 0 and 1.

    Dense: the cosine of the question with the nearest section and with the nearest statement of the page.
    Lexical: BM25 of the best section and of the best statement, each divided by the highest score that
    passages could reach for the question's terms, so that a question few of whose terms are known scores low
    (a convex combination; Bruch, Gai & Ingber 2023 find it ahead of rank fusion).
    """

    def __init__(self, index: Index, *, dense_weight: float = DENSE_WEIGHT) -> None:
        """Searches the index; `dense_weight` 1 is dense alone, 0 lexical alone."""
        self._index = index
        self._dense_weight = dense_weight

    def retrieve(self, question: str, history: Sequence[Turn] = ()) -> list[Hit]:
        """Pages, best first, each once, with their statements best first."""
        return self.search(understand(question, history))

    def search(self, question: Question) -> list[Hit]:
        """Pages for a question already understood."""
        query = self.query(question.text)
        scores = self._page_scores(query)
        if question.leans_on:
            earlier = self.query(question.leans_on)
            for key, score in self._page_scores(earlier).items():
                scores[key] = scores.get(key, 0.0) + EARLIER_WEIGHT * score
            query = query.joined(earlier, EARLIER_WEIGHT)
        ranked = sorted(scores, key=lambda key: (-scores[key], key))[:PAGES]
        return self._with_statements(query, [(key, scores[key]) for key in ranked])

    def query(self, text: str) -> Query:
        """The text as a vector and as terms in every language of the corpus."""
        found = dict.fromkeys(t for language in self._index.record.languages for t in terms(text, language))
        return Query(vector=self._index.embedder.embed_query(text), weights=dict.fromkeys(found, 1.0))

    def _page_scores(self, query: Query) -> dict[PageKey, float]:
        total: dict[PageKey, float] = defaultdict(float)
        dense = self._dense_weight / len(GRAINS)
        lexical = (1 - self._dense_weight) / len(GRAINS)
        for grain in GRAINS:
            found = self._index.vectors.nearest(query.vector, grain, DEPTH)
            _add_best(total, found, dense)
            ceiling = self._index.lexical[grain].ceiling(query.weights)
            scored = self._index.lexical[grain].best(query.weights, DEPTH)
            _add_best(total, [(passage_id, score / ceiling) for passage_id, score in scored], lexical)
        return total

    def _with_statements(self, query: Query, ranked: Sequence[tuple[PageKey, float]]) -> list[Hit]:
        library = self._index.library
        statements = {key: library.statements(*key) for key, _ in ranked}
        ids = [s.passage_id for some in statements.values() for s in some]
        vectors = self._index.vectors.vectors(ids, "statement")
        rarity = {term: w * self._index.lexical["statement"].idf(term) for term, w in query.weights.items()}
        hits = []
        for key, score in ranked:
            language = library.source(key[0]).language
            matches = (
                self._match(s, float(vectors[s.passage_id] @ query.vector), rarity, language)
                for s in statements[key]
            )
            best_first = tuple(sorted(matches, key=lambda m: (-m.score, m.passage.ordinal)))
            hits.append(Hit(source_id=key[0], page=key[1], score=score, matches=best_first))
        return hits

    def _match(
        self, statement: Passage, similarity: float, rarity: Mapping[str, float], language: str
    ) -> Match:
        own = _term_set(statement.text, language)
        whole = own | _term_set(statement.context, language)
        coverage, in_context = _share(rarity, own), _share(rarity, whole)
        lexical = (coverage + in_context) / 2
        return Match(
            passage=statement,
            similarity=similarity,
            coverage=coverage,
            coverage_in_context=in_context,
            score=self._dense_weight * similarity + (1 - self._dense_weight) * lexical,
        )


def _add_best(total: dict[PageKey, float], found: Sequence[tuple[str, float]], weight: float) -> None:
    """Adds to each page its best passage's score; a page that is not in the list gets nothing."""
    seen: set[PageKey] = set()
    for passage_id, score in found:  # best first
        source_id, page, _ = passage_id.rsplit("/", 2)
        key = (source_id, int(page))
        if key not in seen:
            seen.add(key)
            total[key] += weight * score


def _share(rarity: Mapping[str, float], found: frozenset[str]) -> float:
    whole = sum(rarity.values())
    return sum(weight for term, weight in rarity.items() if term in found) / whole if whole else 0.0


@lru_cache(maxsize=20_000)
def _term_set(text: str, language: str) -> frozenset[str]:
    return frozenset(terms(text, language))
