"""Runs a dataset of test questions and scores what comes back, without a model to judge it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.evaluation.attribution import Attribution, attributed, score_statements, statements
from bot.evaluation.report import Report
from bot.evaluation.results import CaseResult, Failure, OtherwiseJson, PlaceJson, QuoteJson, StatementJson
from bot.evaluation.scores import score_citations, score_decline, score_list, score_outcome, score_ranking
from bot.evaluation.stability import METRIC, Otherwise, Way, agreement, cited, otherwise, stream
from bot.plain_text import plain_text
from bot.questions.cases import Case, Dataset, Evidence, found, kind_of
from bot.questions.read import locate
from bot.types import DECLINED, Answer, Answerer, Retriever
from bot.wire_format import citation_to_json, hit_to_json
from ingest.errors import UnknownSourceError
from ingest.types import Library, SlideRef

Progress = Callable[[int, int], None]
"""Called with the questions done and the questions in all."""


def evaluate(
    dataset: Dataset,
    *,
    answerer: Answerer,
    retriever: Retriever,
    library: Library,
    settings: Mapping[str, str],
    retrieval_only: bool = False,
    stability: bool = False,
    progress: Progress | None = None,
) -> Report:
    """The report of asking every question of the dataset, in its order and each on its own.

    A question that raises, or whose evidence the library does not have, is among the report's `failed` and
    in none of its figures; the others are asked all the same. With `retrieval_only` the retriever is asked
    instead of the answerer, and only the ranking and the time it took are scored. With `stability` each
    question is asked again in other ways (`bot.evaluation.stability`); that time is not counted.
    """
    cases: list[CaseResult] = []
    failed: list[Failure] = []
    for done, case in enumerate(dataset.cases, 1):
        # Whatever goes wrong with a question is a finding about it: the run goes on and the report names it.
        try:
            if retrieval_only:
                cases.append(_retrieved(case, retriever, library))
            else:
                cases.append(_answered(case, answerer, library, stability=stability))
        except Exception as error:
            failed.append(Failure(id=case.id, error=f"{type(error).__name__}: {error}"))
        if progress:
            progress(done, len(dataset.cases))
    return Report(settings=dict(settings), cases=tuple(cases), failed=tuple(failed))


def _answered(case: Case, answerer: Answerer, library: Library, *, stability: bool) -> CaseResult:
    expected, near = _places(case.evidence, library), _places(case.near, library)
    start = time.perf_counter()
    answer = _final(answerer.stream(case.question, case.history))
    latency_ms = _ms_since(start)
    text = plain_text(answer.text)
    present = found(case.facts, text)
    missing = tuple(pattern for pattern in case.facts if pattern not in present)
    forbidden = found(case.forbidden, text)
    attributions = _attributions(answer, library)
    ways = otherwise(case, answerer) if stability else []
    again = [_asked_otherwise(each, case, answer, answerer) for each in ways]
    return CaseResult(
        id=case.id,
        question=case.question,
        language=case.language,
        type=case.type,
        follow_up=bool(case.history),
        expect=case.expect,
        expected=expected,
        near=near,
        outcome=answer.outcome,
        answer=answer.text,
        citations=tuple(citation_to_json(citation) for citation in answer.citations),
        hits=tuple(hit_to_json(hit) for hit in answer.hits),
        missing=missing,
        forbidden=forbidden,
        facts=case.facts,
        quotes=_quotes(case, library),
        kind=kind_of(answer),
        kinds=tuple(sorted(case.kinds)),
        pointers=tuple(PlaceJson(source=each.source_id, page=each.page) for each in answer.pointers),
        statements=tuple(_statement(each) for each in attributions),
        otherwise=tuple(again),
        scores=score_ranking(answer.hits, set(expected))
        | score_citations(answer, set(expected), library)
        | score_list(case, answer, library)
        | score_statements(attributions)
        | score_outcome(case, answer, missing=missing, forbidden=forbidden)
        | score_decline(case, answer, set(near))
        | _stability(again)
        | {"latency_ms": latency_ms},
    )


def _retrieved(case: Case, retriever: Retriever, library: Library) -> CaseResult:
    expected = _places(case.evidence, library)
    start = time.perf_counter()
    hits = retriever.retrieve(case.question, case.history)
    latency_ms = _ms_since(start)
    return CaseResult(
        id=case.id,
        question=case.question,
        language=case.language,
        type=case.type,
        follow_up=bool(case.history),
        expect=case.expect,
        expected=expected,
        near=_places(case.near, library),
        hits=tuple(hit_to_json(hit) for hit in hits),
        facts=case.facts,
        quotes=_quotes(case, library),
        scores=score_ranking(hits, set(expected)) | {"latency_ms": latency_ms},
    )


def _places(evidence: Sequence[Evidence], library: Library) -> tuple[SlideRef, ...]:
    """The pages of the evidence, each once however many quotes it has."""
    return tuple(dict.fromkeys(locate(each, library) for each in evidence))


def _quotes(case: Case, library: Library) -> tuple[QuoteJson, ...]:
    places = [(locate(each, library), each.quote) for each in case.evidence]
    return tuple(QuoteJson(source=place.source_id, page=place.page, quote=quote) for place, quote in places)


def _attributions(answer: Answer, library: Library) -> list[Attribution]:
    """Each statement of an answer beside what it cites; none of an answer that declines."""
    if answer.outcome in DECLINED:
        return []
    quotes = {citation.marker: citation.quote for citation in answer.citations}
    sources = {citation.marker: citation.source_id for citation in answer.citations}
    attributions = []
    for statement in statements(answer.text):
        language = "en"
        for marker in statement.markers[:1]:
            try:
                language = library.source(sources[marker]).language
            except (KeyError, UnknownSourceError):
                continue  # a citation of nothing: it supports nothing, whatever the language
        attributions.append(attributed(statement, quotes, language))
    return attributions


def _statement(each: Attribution) -> StatementJson:
    return StatementJson(
        text=each.statement.text,
        markers=list(each.statement.markers),
        support=each.support,
        supported=each.supported,
        unneeded=list(each.unneeded),
    )


def _asked_otherwise(asked: Otherwise, case: Case, answer: Answer, answerer: Answerer) -> OtherwiseJson:
    second = _final(stream(asked, case, answerer))
    pages = sorted(cited(second), key=lambda place: (place.source_id, place.page))
    return OtherwiseJson(
        way=asked.way,
        language=asked.language,
        question=asked.question,
        outcome=second.outcome,
        cited=[PlaceJson(source=place.source_id, page=place.page) for place in pages],
        agreement=agreement(answer, second, asked.way),
    )


def _stability(again: Sequence[OtherwiseJson]) -> dict[str, float]:
    """The mean agreement by way, for the ways that the question was asked in."""
    scores = {}
    ways: tuple[Way, ...] = ("language", "paraphrase", "typo", "asker")
    for way in ways:
        found_so = [each["agreement"] for each in again if each["way"] == way]
        if found_so:
            scores[METRIC[way]] = sum(found_so) / len(found_so)
    return scores


def _final(answers: Iterable[Answer]) -> Answer:
    last = None
    for answer in answers:
        last = answer
    if last is None or not last.final:
        raise RuntimeError("the answer ended before it was final")
    return last


def _ms_since(start: float) -> float:
    return round((time.perf_counter() - start) * 1000, 3)
