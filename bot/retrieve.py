"""The pages that may answer a question: dense and lexical evidence at two grains, fused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.hops import with_named
from bot.language.mend import Mender
from bot.language.names import forms, names_in_lower_case
from bot.language.places import with_countries
from bot.language.translate import gloss, translate
from bot.named_source import Address, address_in
from bot.query import NAME_WEIGHT, Concept, Query, concepts_of, spelled_out, translated
from bot.question import Question, standing_alone, understand
from bot.reading import read
from bot.synonyms import with_synonyms
from bot.types import Hit, Match, Turn
from ingest.index import BuildRecord, Index
from ingest.lexical import LexicalIndex, Sought, Way
from ingest.settings import BUNDLED_EMBEDDER
from ingest.sources import slugify
from ingest.terms import fold, instruments, stem, terms, words
from ingest.titles import PageKey
from ingest.types import GRAINS, Passage, Source

DEPTH = 60
"""Passages asked of each of the four lists (dense and lexical, page and statement)."""
PAGES = 12
"""Pages handed on, each with all its statements scored."""
DENSE_WEIGHT = 0.5
"""Share of the dense side in a score. Varied from 0.3 to 0.7, 0.5 is within 0.035 of the best hit@1 on each
of five corpora (docs/evaluation.md)."""
FOREIGN_WEIGHT = 0.1
"""The same where no source is in English and the embedder is the bundled one, which knows no other language:
on 200 questions of PIAF (French) hit@1 is 0.57 with 0.5, 0.68 with 0.1, and 0.69 with BM25 alone."""
EARLIER_WEIGHT = 0.5
"""What an earlier question counts beside the one that leans on it."""
ANSWER_WEIGHT = 0.5
"""What the answer to that earlier question counts."""
ADDRESSED_DEPTH = 600
"""The same when a source is named: its pages are to be among them."""
SCOPED_DEPTH = 2000
"""The same when no other sources are to be answered from than those the reader chose."""
UNNAMED = 0.4
"""Factor for the pages of the other sources when a question names one."""
WITHIN = 0.7
"""What the question without the source's name counts within that source, beside the whole question."""
COMPANY = 3
"""Pages of a source, its best ones, that tell whether it is about what is asked."""
COMPANY_WEIGHT = 0.3
"""What their mean counts beside a page's own score. Without and with 0.3, before any page is read, hit@1 is
0.70 and 0.72, hit@8 0.92 and 0.93 (n 249 on decks and instruments); 0.15, 0.5 and 2 pages are as good."""
MENTIONS = 400
"""Pages and statements looked at when every mention is asked for."""
TITLE_ONLY = 0.8
"""Factor for a page that has nothing but a title, unless a place in the deck is asked for."""

FEW = 2
"""Concepts of a question up to which its abbreviations are spelled out for the embedder; in a longer one the
long form would outweigh the rest."""
SAME_BEGINNING = 5
"""Letters at least that two forms of a name begin with alike."""


class HybridRetriever:
    """Scores a page by the mean of four pieces of evidence, each between 0 and 1.

    Dense: the cosine of the question with the nearest section and with the nearest statement of the page.
    Lexical: BM25 of the best section and of the best statement, each divided by the highest score that
    passages could reach for the question's terms, so that a question few of whose terms are known scores low
    (a convex combination; Bruch, Gai & Ingber 2023 find it ahead of rank fusion).
    """

    def __init__(
        self,
        index: Index,
        *,
        dense_weight: float | None = None,
        steps: bool = True,
        scope: Collection[str] = (),
    ) -> None:
        """Searches the index; `dense_weight` 1 is dense alone, 0 lexical alone, None what suits its language.

        `steps` adds what the best pages name, and reads the first ones. `scope` are the ids of the sources
        searched, all of them when it is empty.
        """
        self._index = index
        self._scope = frozenset(scope)
        self._dense_weight = _weight_for(index.record) if dense_weight is None else dense_weight
        self._steps = steps

    def retrieve(self, question: str, history: Sequence[Turn] = ()) -> list[Hit]:
        """Pages, best first, each once, with their statements best first."""
        return self.search(self.understood(question, history))

    def understood(self, question: str, history: Sequence[Turn] = ()) -> Question:
        """The question as it is searched for."""
        return standing_alone(understand(question, history, self.mend), self.knows)

    def search(self, question: Question) -> list[Hit]:
        """Pages for a question already understood."""
        query = asked = self.query(question.searched, question.language)
        scores = self._page_scores(asked)
        whole, before = 1.0, ""
        for text, weight in ((question.leans_on, EARLIER_WEIGHT), (question.answered, ANSWER_WEIGHT)):
            if text:
                whole += weight
                earlier = self.query(text, question.language)
                for key, score in self._page_scores(earlier).items():
                    scores[key] = scores.get(key, 0.0) + weight * score
                if text == question.leans_on:
                    before = earlier.text
                    query = asked.joined(earlier, weight)
        address, language = self._address(question, asked)
        within = self.query(address.rest, language) if address else query
        if address:
            scores = self._addressed(scores, address, self._page_scores(within, ADDRESSED_DEPTH))
        scores = self._in_company(scores)
        if self._steps:
            scores = self._scoped(with_named(scores, query, self._index))
        ranked = sorted(scores, key=lambda key: (-scores[key], key))[:PAGES]
        about = self._about(question)
        if question.pages:
            ranked = list(self._scoped({(ref.source_id, ref.page): 0.0 for ref in question.pages}))
        elif question.seeks == "mentions":
            ranked = self._holding(about) or ranked
        hits = []
        for key in ranked:
            wanted = within if address and key[0] in address.sources else query
            hits += self._with_statements(wanted, [(key, scores.get(key, 0.0) / whole)], about)
        if question.seeks != "location":
            hits = [_without_body(hit) for hit in hits]
        hits = sorted(hits, key=lambda hit: -hit.score)
        return read(question, asked.text, hits, self._index, before=before) if self._steps else hits

    def _address(self, question: Question, asked: Query) -> tuple[Address | None, str]:
        """The sources that a question names, and the language of what is left of it.

        Titles are in the language of their sources, so a translated question is looked through in English
        first, and as it was typed where that names none.
        """
        sources = self._sources()
        if self._is_translated(question.language):
            name, colon, rest = question.searched.partition(":")
            parts = (self._english(part, question.language) for part in (name, rest))
            if found := address_in(": ".join(parts) if colon else asked.text, sources):
                return found, "en"
        return address_in(question.searched, sources), question.language

    def _english(self, text: str, language: str) -> str:
        """The words of a text in another language, in English, with the small words that join them."""
        return gloss(translate(text, language, names=self._index.vocabulary.names), self._stands, joined=True)

    def _is_translated(self, language: str) -> bool:
        """Whether questions in a language are searched for by their English: no source is in it."""
        languages = self._index.record.languages
        return language not in languages and "en" in languages

    def query(self, text: str, language: str = "en") -> Query:
        """The text as a vector and as concepts in every language of the corpus.

        A question in another language than the corpus's is searched for by its English.
        """
        index = self._index
        languages = index.record.languages
        names = index.vocabulary.names
        pieces = translate(text, language, names=names) if self._is_translated(language) else []
        if pieces:
            english = gloss(pieces, self._stands)
            joined = gloss(pieces, self._stands, joined=True)
            concepts = translated(pieces)
            return Query(vector=index.embedder.embed_query(english), concepts=concepts, text=joined)
        is_word = index.embedder.is_word
        concepts = concepts_of(text, languages, index.vocabulary, is_word=is_word)
        if language == "en" and "en" in languages:
            concepts = with_synonyms(concepts, text)
        if len(concepts) <= FEW:  # "What is SSE?": the embedder does not know what it is about
            text = spelled_out(text, index.vocabulary, is_word=is_word)
        return Query(vector=index.embedder.embed_query(text), concepts=concepts, text=text)

    def _stands(self, english: str) -> bool:
        """Whether every term of an English expression stands in some statement."""
        lexical = self._index.lexical["statement"]
        return all(lexical.stands([(term,)]) for term in terms(english, "en"))

    def knows(self, word: str) -> bool:
        """Whether the sources say a word in some form: "Indian" is known where "India" stands.

        So are the words of the long form of an abbreviation that they use.
        """
        index = self._index
        if fold(word) in _of_long_forms(index):
            return True
        concepts = concepts_of(word, index.record.languages, index.vocabulary, is_word=index.embedder.is_word)
        if any(index.lexical["statement"].stands(concept.ways) for concept in concepts):
            return True
        beginning = fold(word)[: max(SAME_BEGINNING, len(word) - 3)]
        return any(each.startswith(beginning) for each in index.vocabulary.words)

    def mend(self, text: str, language: str) -> str:
        """The text with the misspelt words mended that are near words of the sources.

        A capital that stands for its country is said as that.
        """
        mended = _mender(self._index).mend(text, language)
        english = language == "en" and "en" in self._index.record.languages
        return with_countries(mended, self.knows) if english else mended

    def _page_scores(self, query: Query, depth: int = DEPTH) -> dict[PageKey, float]:
        total: dict[PageKey, float] = defaultdict(float)
        depth = SCOPED_DEPTH if self._scope else depth
        dense = self._dense_weight / len(GRAINS)
        lexical = (1 - self._dense_weight) / len(GRAINS)
        for grain in GRAINS:
            found = self._index.vectors.nearest(query.vector, grain, depth)
            _add_best(total, found, dense)
            concepts = [concept.sought for concept in query.concepts]
            ceiling = self._index.lexical[grain].ceiling(concepts)
            scored = self._index.lexical[grain].best(concepts, depth)
            _add_best(total, [(passage_id, score / ceiling) for passage_id, score in scored], lexical)
        return self._scoped(total)

    def _in_company(self, scores: dict[PageKey, float]) -> dict[PageKey, float]:
        """The scores, a page raised by the best pages of its source; the highest score stays what it is.

        A page on breaks says less of whose breaks they are than the pages around it.
        """
        by_source: dict[str, list[float]] = defaultdict(list)
        for (source_id, _), score in scores.items():
            by_source[source_id].append(score)
        if len(by_source) < 2:
            return scores
        count = self._index.library.page_count
        company = {
            source_id: sum(sorted(some, reverse=True)[:COMPANY]) / min(COMPANY, count(source_id))
            for source_id, some in by_source.items()
        }
        share = COMPANY_WEIGHT / (1 + COMPANY_WEIGHT)
        mixed = {key: score + share * (company[key[0]] - score) for key, score in scores.items()}
        lowered = max(scores.values()) - max(mixed.values())  # the decision to answer was fitted without
        return {key: score + lowered for key, score in mixed.items()}

    def _scoped(self, scores: dict[PageKey, float]) -> dict[PageKey, float]:
        """Those of the sources that are searched."""
        if not self._scope:
            return scores
        return {key: score for key, score in scores.items() if key[0] in self._scope}

    def _sources(self) -> list[Source]:
        """The sources that can be searched: the manifest names others."""
        library = self._index.library
        read = [source for source in library.sources() if library.page_count(source.source_id)]
        return [source for source in read if not self._scope or source.source_id in self._scope]

    def _addressed(
        self, scores: dict[PageKey, float], address: Address, within: dict[PageKey, float]
    ) -> dict[PageKey, float]:
        """The scores, those in the sources named by what is asked of them, those in the others lowered."""
        lowered = {key: UNNAMED * score for key, score in scores.items() if key[0] not in address.sources}
        named = {key for key in (*scores, *within) if key[0] in address.sources}
        return lowered | {
            key: (1 - WITHIN) * scores.get(key, 0.0) + WITHIN * within.get(key, 0.0) for key in named
        }

    def _about(self, question: Question) -> tuple[Concept, ...]:
        """What the statements have to speak of, a name in every form the sources use as a name."""
        if not question.about:
            return ()
        numbered = " ".join(instruments(question.about))  # "Recommendation 193" is "R. 193" elsewhere
        concepts = self.query(numbered or question.about, question.language).concepts
        return tuple(replace(c, ways=(*c.ways, *self._named_otherwise(c))) for c in concepts)

    def _named_otherwise(self, concept: Concept) -> Iterator[Way]:
        """Other forms of a concept that is a name; of one in several words, those that name a place."""
        names = self._index.vocabulary.names
        for way in concept.ways:
            if len(way) == 1:
                yield from ((stem(name, "en"),) for name in forms(way[0], names))
            else:
                yield from ((word,) for word in way if word in names_in_lower_case())

    def _holding(self, about: Sequence[Concept]) -> list[PageKey]:
        """Pages that say any of it, the likeliest first."""
        ways = [Sought(concept.ways, concept.weight) for concept in about]
        found = [each for grain in GRAINS for each in self._index.lexical[grain].best(ways, MENTIONS)]
        keys = [each[0].rsplit("/", 2) for each in sorted(found, key=lambda each: -each[1])]
        return list(self._scoped({(key[0], int(key[1])): 0.0 for key in keys}))[:MENTIONS]

    def _with_statements(
        self, query: Query, ranked: Sequence[tuple[PageKey, float]], about: Sequence[Concept] = ()
    ) -> list[Hit]:
        library = self._index.library
        statements = {key: library.statements(*key) for key, _ in ranked}
        ids = [s.passage_id for some in statements.values() for s in some]
        vectors = self._index.vectors.vectors(ids, "statement")
        lexical = self._index.lexical["statement"]
        rarity = [_counted(concept, lexical) for concept in query.concepts]
        about = about or [c for c in query.concepts if c.weight == NAME_WEIGHT and lexical.stands(c.ways)]
        named = [_counted(concept, lexical) for concept in about]
        hits = []
        for key, score in ranked:
            language = library.source(key[0]).language
            matches = (
                self._match(s, float(vectors[s.passage_id] @ query.vector), rarity, named, language)
                for s in statements[key]
            )
            best_first = tuple(sorted(matches, key=lambda m: (-m.score, m.passage.ordinal)))
            hits.append(Hit(source_id=key[0], page=key[1], score=score, matches=best_first))
        return hits

    def _match(
        self,
        statement: Passage,
        similarity: float,
        rarity: Sequence[_Counted],
        about: Sequence[_Counted],
        language: str,
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
            about=_share(about, whole) if about else 1.0,
        )


@lru_cache(maxsize=4)
def _of_long_forms(index: Index) -> frozenset[str]:
    """Words of what the abbreviations stand for that the sources use, folded."""
    used = (
        (long, index.vocabulary.words.get(short)) for short, long in index.vocabulary.abbreviations.items()
    )
    return frozenset(fold(word) for long, count in used if count for word in words(long))


@lru_cache(maxsize=2)  # the index in use, and the one that replaces it
def _mender(index: Index) -> Mender:
    return Mender(index.vocabulary, index.record.languages, is_word=index.embedder.is_word)


def _weight_for(record: BuildRecord) -> float:
    """The share of the dense side for an index of these languages and this embedder."""
    english_only = record.embedder.startswith(f"{slugify(BUNDLED_EMBEDDER)}-")
    return FOREIGN_WEIGHT if english_only and "en" not in record.languages else DENSE_WEIGHT


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


_Counted = tuple[Sequence[tuple[Way, float]], float]
"""The ways of a concept, each with what it counts of it (0 to 1), and the concept's weight by its rarity."""


def _counted(concept: Concept, lexical: LexicalIndex) -> _Counted:
    sought = concept.sought
    return lexical.counted(sought), concept.weight * lexical.idf(sought)


def _share(rarity: Sequence[_Counted], found: frozenset[str]) -> float:
    """Share of the concepts that are said, by their rarity; a way said in part counts for that part."""
    whole = sum(weight for _, weight in rarity)
    said = sum(
        weight * max((f * sum(term in found for term in way) / len(way) for way, f in ways), default=0.0)
        for ways, weight in rarity
    )
    return said / whole if whole else 0.0


@lru_cache(maxsize=20_000)
def _term_set(text: str, language: str) -> frozenset[str]:
    return frozenset(terms(text, language))
