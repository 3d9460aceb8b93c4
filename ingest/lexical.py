"""The lexical side of a build: BM25 over search terms, in tantivy. The only module that knows tantivy."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import tantivy

from ingest.errors import CorpusIndexError

K1 = 1.2
"""Saturation of term frequency; tantivy's, which cannot be set."""
_FIELD = "terms"

LOOSE = 0.6
"""What a concept counts where it is said by a word that is only near it."""

Way = tuple[str, ...]
"""Terms that together say a concept."""


class Sought(NamedTuple):
    """One concept to be found."""

    ways: Sequence[Way]
    """The ways of saying it."""
    weight: float = 1.0
    """What it counts beside the others."""
    loose: Sequence[Way] = ()
    """Ways that say something near it, which count LOOSE."""


class LexicalIndex:
    """BM25 (Robertson & Zaragoza 2009; k1 1.2, b 0.75) over terms that `ingest.terms` made.

    One index a grain, so that frequencies and lengths are counted within the grain.
    """

    def __init__(self, index: tantivy.Index) -> None:
        """Use `create` or `open`."""
        self._index = index
        self._searcher = index.searcher()

    @classmethod
    def create(cls, folder: Path, rows: Iterable[tuple[str, Iterable[str]]]) -> LexicalIndex:
        """A new index in the folder, of passage ids with their terms."""
        folder.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field(_FIELD, stored=False, tokenizer_name="whitespace", index_option="freq")
        index = tantivy.Index(builder.build(), path=str(folder))
        writer = index.writer(heap_size=64_000_000, num_threads=1)
        for passage_id, terms in rows:
            writer.add_document(tantivy.Document(id=[passage_id], terms=[" ".join(terms)]))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return cls(index)

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """The index in the folder. Raises CorpusIndexError if there is none."""
        try:
            return cls(tantivy.Index.open(str(folder)))
        except (ValueError, OSError) as error:
            raise CorpusIndexError(
                f"The lexical index in {str(folder)!r} cannot be read: {error}. Run: rapporteur ingest"
            ) from error

    def best(self, concepts: Sequence[Sought], count: int) -> list[tuple[str, float]]:
        """Passage ids with their score, best first.

        A concept counts by its best way (several terms of one way by their mean); concepts add up.
        """
        clauses = [(tantivy.Occur.Should, query) for each in concepts if (query := self._query(each))]
        if not clauses:
            return []
        found = self._searcher.search(tantivy.Query.boolean_query(clauses), limit=count, count=False).hits
        return [(str(self._searcher.doc(address)["id"][0]), float(score)) for score, address in found]

    def _query(self, concept: Sought) -> tantivy.Query | None:
        rarity = self.idf(concept)
        each = []
        for way, factor in self.counted(concept):
            # A concept counts the same however it is said: a rarer way is scaled down to its commonest one.
            share = concept.weight * factor * rarity / self._way_idf(way) / len(way)
            each.append(
                tantivy.Query.boolean_query([(tantivy.Occur.Should, self._term(term, share)) for term in way])
            )
        return tantivy.Query.disjunction_max_query(each) if each else None

    def counted(self, concept: Sought) -> list[tuple[Way, float]]:
        """The ways of a concept that stand in a passage, each with what it counts of the concept, 0 to 1.

        A loose way counts LOOSE, and less where it is commoner than the concept itself.
        """
        rarity = self.idf(concept)
        return [
            *((way, 1.0) for way in self._known(concept.ways)),
            *((way, LOOSE * min(1.0, self._way_idf(way) / rarity)) for way in self._known(concept.loose)),
        ]

    def _term(self, term: str, weight: float) -> tantivy.Query:
        query = tantivy.Query.term_query(self._index.schema, _FIELD, term, "freq")
        return tantivy.Query.boost_query(query, weight)

    def idf(self, concept: Sought) -> float:
        """Rarity of a concept: BM25's inverse document frequency of its commonest way.

        A way of several terms counts by their mean. Loose ways tell it only of a concept none of whose own
        stands anywhere; largest for a concept that stands nowhere.
        """
        known = self._known(concept.ways) or self._known(concept.loose)
        return min((self._way_idf(way) for way in known), default=self._idf(""))

    def stands(self, ways: Sequence[Way]) -> bool:
        """Whether any way of a concept has a term that stands in a passage."""
        return bool(self._known(ways))

    def _known(self, ways: Sequence[Way]) -> list[Way]:
        return [way for way in ways if any(self._holding(term) for term in way)]

    def _way_idf(self, way: Way) -> float:
        return sum(self._idf(term) for term in way) / len(way)

    def ceiling(self, concepts: Sequence[Sought]) -> float:
        """The score no passage can exceed for these concepts: what a score is to be measured against."""
        return sum(each.weight * self.idf(each) * (K1 + 1) for each in concepts)

    def _holding(self, term: str) -> int:
        return int(self._searcher.doc_freq(_FIELD, term))

    def _idf(self, term: str) -> float:
        total, holding = self.size(), self._holding(term)
        return math.log(1 + (total - holding + 0.5) / (holding + 0.5))

    def size(self) -> int:
        """Passages stored."""
        return int(self._searcher.num_docs)
