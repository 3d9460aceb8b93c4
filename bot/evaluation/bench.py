"""Measures what is found, and whether to answer is told, on public passages and questions."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.compose import Group, compose
from bot.evaluation.bench_data import Asked, Collection, Paragraph
from bot.evaluation.results import Failure
from bot.question import Question
from bot.retrieve import HybridRetriever
from bot.support import Knows, evidence, probability
from bot.types import DECLINED, Hit
from bot.wire import answerer_of
from ingest.build import Progress, ingest_pages, untold
from ingest.embed import Embedder, prepare_embedder
from ingest.index import Index
from ingest.page import PageBuilder
from ingest.reader import Reader, prepare_reader
from ingest.settings import Settings
from ingest.sources import slugify
from ingest.types import Page, Source

FOLDER = "bench"
"""Below RAPPORTEUR_HOME: the indexes of the collections, each in a home of its own."""
SOURCE = "passages"
"""Id of the one source whose pages are a collection's passages."""

PIPELINE, DENSE, BM25 = "pipeline", "embedder alone", "BM25 alone"
ALONE = ", last turn alone"
"""What is added where a question is asked without the turns before it."""
_PARTS = {DENSE: 1.0, BM25: 0.0}
"""Share of the dense side in each part."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of one question."""

    asked: Asked
    ranked: Mapping[str, tuple[str, ...]]
    """Ids of the paragraphs found, best first, by who searched; empty of parts for the unanswerable."""
    certainty: float
    """How surely the product would answer, higher being surer."""
    score: float
    """Score of the best page."""
    similarity: float
    """Cosine of the question with the nearest statement found."""
    declined: bool
    """Whether the product would say that the sources do not answer."""
    milliseconds: float
    """From the question to the pages found by the whole pipeline."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """The results over a collection."""

    results: tuple[Result, ...]
    failed: tuple[Failure, ...] = ()


def bench(
    collection: Collection,
    questions: Sequence[Asked],
    settings: Settings,
    *,
    within_title: bool = False,
    embedder: Embedder | None = None,
    reader: Reader | None = None,
    progress: Progress = untold,
) -> Run:
    """What the pipeline and its parts find for each question, in indexes that are kept for the next run.

    All passages of the collection are the pages of one source. `within_title` has each question search none
    but the passages under the title of those that answer it: questions meant for one company's policy, say.
    Raises what building and opening an index raises; a question that fails is among the run's `failed`.
    """
    reader = reader or prepare_reader(settings)
    embedder = embedder or prepare_embedder(settings)
    results: dict[str, Result] = {}
    failed: list[Failure] = []
    for paragraphs, some in _searched(collection, questions, within_title=within_title):
        index = opened(collection, paragraphs, settings, embedder=embedder, reader=reader, progress=progress)
        searcher = _Searcher(index, [paragraph.paragraph_id for paragraph in paragraphs])
        for asked in some:
            try:
                results[asked.question_id] = searcher.result(asked)
            except Exception as error:  # a finding about this question: the others are asked all the same
                failed.append(Failure(id=asked.question_id, error=f"{type(error).__name__}: {error}"))
            progress("Asking", len(results) + len(failed), len(questions))
        index.library.close()
    in_order = (results[asked.question_id] for asked in questions if asked.question_id in results)
    return Run(results=tuple(in_order), failed=tuple(failed))


def opened(
    collection: Collection,
    paragraphs: Sequence[Paragraph],
    settings: Settings,
    *,
    embedder: Embedder,
    reader: Reader,
    progress: Progress = untold,
) -> Index:
    """The index of some paragraphs of a collection, built if it is not there; page n is the nth of them."""
    home = _home(settings, collection, paragraphs)
    source = Source(source_id=SOURCE, title=collection.name, kind="document", language=collection.language)
    pages = [_page(paragraph, number) for number, paragraph in enumerate(paragraphs, 1)]
    ingest_pages(home, source, pages, embedder=embedder, progress=progress)
    return Index.open(home, embedder=embedder, reader=reader)


def _searched(
    collection: Collection, questions: Sequence[Asked], *, within_title: bool
) -> Iterator[tuple[Sequence[Paragraph], list[Asked]]]:
    """The paragraphs that are searched together, with the questions that search them."""
    if not within_title:
        yield collection.paragraphs, list(questions)
        return
    titles = {paragraph.paragraph_id: paragraph.title for paragraph in collection.paragraphs}
    together: dict[str, list[Asked]] = {}
    for asked in questions:
        for title in sorted({titles[each] for each in asked.gold})[:1]:
            together.setdefault(title, []).append(asked)
    for title, some in together.items():
        yield [paragraph for paragraph in collection.paragraphs if paragraph.title == title], some


def _home(settings: Settings, collection: Collection, paragraphs: Sequence[Paragraph]) -> Settings:
    """The settings with a home for the index of just these paragraphs, its vectors in its own folder."""
    digest = hashlib.sha256(repr((collection.language, tuple(paragraphs))).encode()).hexdigest()
    folder = settings.home_path / FOLDER / f"{slugify(collection.name)}-{digest[:12]}"
    return replace(settings, home=str(folder), chroma="")


def _page(paragraph: Paragraph, number: int) -> Page:
    page = PageBuilder(source_id=SOURCE, number=number, unit="section")
    page.add("title", paragraph.title)
    for line in paragraph.text.splitlines():
        page.add("paragraph", line)
    return page.build()


class _Searcher:
    """Asks an index of paragraphs."""

    def __init__(self, index: Index, paragraph_ids: Sequence[str]) -> None:
        self._ids = paragraph_ids
        self._answerer = answerer_of(index)
        self._pipeline = HybridRetriever(index)
        self._parts = {
            name: HybridRetriever(index, dense_weight=share, steps=False) for name, share in _PARTS.items()
        }

    def result(self, asked: Asked) -> Result:
        """What is found for a question and what the product makes of it."""
        started = time.perf_counter()
        question = self._pipeline.understood(asked.question, asked.history)
        hits = self._pipeline.search(question)
        milliseconds = (time.perf_counter() - started) * 1000
        groups = compose(question, hits)
        told = evidence(hits)
        ranked = {PIPELINE: self._found(hits)}
        if asked.answerable is not False:
            ranked |= self._by_parts(asked)
        *_, answer = self._answerer.stream(asked.question, asked.history)
        return Result(
            asked=asked,
            ranked=ranked,
            certainty=certainty(question, hits, groups, knows=self._pipeline.knows),
            score=told.score,
            similarity=max((match.similarity for hit in hits for match in hit.matches), default=0.0),
            declined=answer.outcome in DECLINED,
            milliseconds=milliseconds,
        )

    def _by_parts(self, asked: Asked) -> dict[str, tuple[str, ...]]:
        found = {
            name: self._found(part.retrieve(asked.question, asked.history))
            for name, part in self._parts.items()
        }
        if asked.history:
            alone: dict[str, Callable[[str], list[Hit]]] = {PIPELINE: self._pipeline.retrieve}
            alone |= {name: part.retrieve for name, part in self._parts.items()}
            found |= {name + ALONE: self._found(retrieve(asked.question)) for name, retrieve in alone.items()}
        return found

    def _found(self, hits: Sequence[Hit]) -> tuple[str, ...]:
        return tuple(self._ids[hit.page - 1] for hit in hits if hit.score > 0)


def certainty(question: Question, hits: Sequence[Hit], groups: Sequence[Group], *, knows: Knows) -> float:  # noqa: ARG001
    """How surely the product would answer, 0 to 1, from what `bot.support.judge` decides on."""
    return probability(hits)
