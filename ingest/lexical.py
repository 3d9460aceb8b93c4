"""The lexical side of a build: BM25 over search terms, in tantivy. The only module that knows tantivy."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path

import tantivy

from ingest.errors import CorpusIndexError

K1 = 1.2
"""Saturation of term frequency; tantivy's, which cannot be set."""
_FIELD = "terms"


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

    def best(self, weights: Mapping[str, float], count: int) -> list[tuple[str, float]]:
        """Passage ids with their BM25 score, best first, for terms with the weight each counts."""
        if not weights:
            return []
        schema = self._index.schema
        clauses = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(tantivy.Query.term_query(schema, _FIELD, term, "freq"), weight),
            )
            for term, weight in weights.items()
        ]
        found = self._searcher.search(tantivy.Query.boolean_query(clauses), limit=count, count=False).hits
        return [(str(self._searcher.doc(address)["id"][0]), float(score)) for score, address in found]

    def idf(self, term: str) -> float:
        """Inverse document frequency as BM25 counts it; largest for a term that stands nowhere."""
        total, holding = self.size(), int(self._searcher.doc_freq(_FIELD, term))
        return math.log(1 + (total - holding + 0.5) / (holding + 0.5))

    def ceiling(self, weights: Mapping[str, float]) -> float:
        """The score no passage can exceed for these terms: what a BM25 score is to be measured against."""
        return sum(weight * self.idf(term) * (K1 + 1) for term, weight in weights.items())

    def size(self) -> int:
        """Passages stored."""
        return int(self._searcher.num_docs)
