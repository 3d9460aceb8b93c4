"""The pages that may answer a question: dense and lexical evidence at two grains, fused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot.query import Query, concepts_of, spelled_out, translated
from bot.question import Question, standing_alone, understand
from bot.translate import gloss, translate
from bot.types import Hit, Match, Turn
from ingest.index import Index
from ingest.lexical import Ways
from ingest.terms import fold, terms
from ingest.types import GRAINS, Passage

DEPTH = 60
"""Passages asked of each of the four lists (dense and lexical, page and statement)."""
PAGES = 12
"""Pages handed on, each with all its statements scored."""
DENSE_WEIGHT = 0.5
"""Share of the dense side in a score. Varied from 0.3 to 0.7, 0.5 is within 0.035 of the best hit@1 on each
of five corpora (docs/evaluation.md)."""
EARLIER_WEIGHT = 0.5
"""What an earlier question counts beside the one that leans on it."""
ANSWER_WEIGHT = 0.5
"""What the answer to that earlier question counts."""
TITLE_ONLY = 0.8
"""Factor for a page that has nothing but a title, unless a place in the deck is asked for."""

FEW = 2
"""Concepts of a question up to which its abbreviations are spelled out for the embedder; in a longer one the
long form would outweigh the rest."""
SAME_BEGINNING = 5
"""Letters at least that two forms of a name begin with alike."""

PageKey = tuple[str, int]


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
        return self.search(standing_alone(understand(question, history), self.knows))

    def search(self, question: Question) -> list[Hit]:
        """Pages for a question already understood."""
        query = asked = self.query(question.searched, question.language)
        scores = self._page_scores(asked)
        whole = 1.0
        for text, weight in ((question.leans_on, EARLIER_WEIGHT), (question.answered, ANSWER_WEIGHT)):
            if text:
                whole += weight
                earlier = self.query(text, question.language)
                for key, score in self._page_scores(earlier).items():
                    scores[key] = scores.get(key, 0.0) + weight * score
                if text == question.leans_on:
                    query = asked.joined(earlier, weight)
        ranked = sorted(scores, key=lambda key: (-scores[key], key))[:PAGES]
        hits = self._with_statements(query, [(key, scores[key] / whole) for key in ranked])
        if question.seeks != "location":
            hits = [_without_body(hit) for hit in hits]
        return sorted(hits, key=lambda hit: -hit.score)

    def query(self, text: str, language: str = "en") -> Query:
        """The text as a vector and as concepts in every language of the corpus.

        A question in another language than the corpus's is searched for by its English.
        """
        index = self._index
        languages = index.record.languages
        pieces = (
            []
            if language in languages or "en" not in languages
            else translate(text, language, names=index.vocabulary.names)
        )
        if pieces:
            english = gloss(pieces, self._stands)
            concepts = translated(pieces)
            return Query(vector=index.embedder.embed_query(english), concepts=concepts)
        is_word = index.embedder.is_word
        concepts = concepts_of(text, languages, index.vocabulary, is_word=is_word)
        if len(concepts) <= FEW:  # "What is SSE?": the embedder does not know what it is about
            text = spelled_out(text, index.vocabulary, is_word=is_word)
        return Query(vector=index.embedder.embed_query(text), concepts=concepts)

    def _stands(self, english: str) -> bool:
        """Whether every term of an English expression stands in some statement."""
        lexical = self._index.lexical["statement"]
        return all(lexical.stands([(term,)]) for term in terms(english, "en"))

    def knows(self, word: str) -> bool:
        """Whether the sources say a word in some form: "Indian" is known where "India" stands."""
        index = self._index
        concepts = concepts_of(word, index.record.languages, index.vocabulary, is_word=index.embedder.is_word)
        if any(index.lexical["statement"].stands(concept.ways) for concept in concepts):
            return True
        beginning = fold(word)[: max(SAME_BEGINNING, len(word) - 3)]
        return any(each.startswith(beginning) for each in index.vocabulary.words)

    def _page_scores(self, query: Query) -> dict[PageKey, float]:
        total: dict[PageKey, float] = defaultdict(float)
        dense = self._dense_weight / len(GRAINS)
        lexical = (1 - self._dense_weight) / len(GRAINS)
        for grain in GRAINS:
            found = self._index.vectors.nearest(query.vector, grain, DEPTH)
            _add_best(total, found, dense)
            concepts = [(concept.ways, concept.weight) for concept in query.concepts]
            ceiling = self._index.lexical[grain].ceiling(concepts)
            scored = self._index.lexical[grain].best(concepts, DEPTH)
            _add_best(total, [(passage_id, score / ceiling) for passage_id, score in scored], lexical)
        return total

    def _with_statements(self, query: Query, ranked: Sequence[tuple[PageKey, float]]) -> list[Hit]:
        library = self._index.library
        statements = {key: library.statements(*key) for key, _ in ranked}
        ids = [s.passage_id for some in statements.values() for s in some]
        vectors = self._index.vectors.vectors(ids, "statement")
        lexical = self._index.lexical["statement"]
        rarity = [(concept.ways, concept.weight * lexical.idf(concept.ways)) for concept in query.concepts]
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

    def _match(self, statement: Passage, similarity: float, rarity: Sequence[Ways], language: str) -> Match:
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


def _without_body(hit: Hit) -> Hit:
    """The hit, its score lowered if its page is a title alone: such a page announces, it does not answer."""
    if any(match.passage.kind != "title" for match in hit.matches):
        return hit
    return replace(hit, score=hit.score * TITLE_ONLY)


def _add_best(total: dict[PageKey, float], found: Sequence[tuple[str, float]], weight: float) -> None:
    """Adds to each page its best passage's score; a page that is not in the list gets nothing."""
    seen: set[PageKey] = set()
    for passage_id, score in found:  # best first
        source_id, page, _ = passage_id.rsplit("/", 2)
        key = (source_id, int(page))
        if key not in seen:
            seen.add(key)
            total[key] += weight * score


def _share(rarity: Sequence[Ways], found: frozenset[str]) -> float:
    """Share of the concepts that are said, by their rarity; a way said in part counts for that part."""
    whole = sum(weight for _, weight in rarity)
    said = sum(
        weight * max(sum(term in found for term in way) / len(way) for way in ways) for ways, weight in rarity
    )
    return said / whole if whole else 0.0


@lru_cache(maxsize=20_000)
def _term_set(text: str, language: str) -> frozenset[str]:
    return frozenset(terms(text, language))
