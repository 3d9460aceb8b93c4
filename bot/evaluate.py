"""Runs a dataset of test questions and scores what comes back, without a model to judge it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from bot.cases import Case, Dataset
from bot.evaluation_report import Report
from bot.metrics import (
    found,
    hit_at,
    is_span,
    ndcg_at,
    recall_at,
    reciprocal_rank,
    set_precision,
    set_recall,
)
from bot.plain_text import plain_text
from bot.questions import locate
from bot.results import DECLINED, CaseResult, Failure
from bot.types import Answer, Answerer, Citation, Hit, Retriever
from bot.wire_format import citation_to_json, hit_to_json
from ingest.errors import UnknownPageError, UnknownSourceError
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
    progress: Progress | None = None,
) -> Report:
    """The report of asking every question of the dataset, in its order and each on its own.

    A question that raises, or whose evidence the library does not have, is among the report's `failed` and
    in none of its figures; the others are asked all the same. With `retrieval_only` the retriever is asked
    instead of the answerer, and only the ranking and the time it took are scored.
    """
    cases: list[CaseResult] = []
    failed: list[Failure] = []
    for done, case in enumerate(dataset.cases, 1):
        # Whatever goes wrong with a question is a finding about it: the run goes on and the report names it.
        try:
            if retrieval_only:
                cases.append(_retrieved(case, retriever, library))
            else:
                cases.append(_answered(case, answerer, library))
        except Exception as error:
            failed.append(Failure(id=case.id, error=f"{type(error).__name__}: {error}"))
        if progress:
            progress(done, len(dataset.cases))
    return Report(settings=dict(settings), cases=tuple(cases), failed=tuple(failed))


def score_ranking(hits: Sequence[Hit], expected: AbstractSet[SlideRef]) -> dict[str, float]:
    """The scores of the pages in the order they were found, each page once; none without expected pages."""
    if not expected:
        return {}
    ranked = list(dict.fromkeys(SlideRef(source_id=hit.source_id, page=hit.page) for hit in hits))
    return {
        "hit@1": hit_at(1, ranked, expected),
        "hit@3": hit_at(3, ranked, expected),
        "recall@5": recall_at(5, ranked, expected),
        "mrr": reciprocal_rank(ranked, expected),
        "ndcg@10": ndcg_at(10, ranked, expected),
    }


def score_citations(answer: Answer, expected: AbstractSet[SlideRef], library: Library) -> dict[str, float]:
    """How far the pages cited are the pages expected, and the share of quotations that are verbatim.

    citation_precision = |cited ∩ expected| / |cited| and citation_recall = |cited ∩ expected| / |expected|,
    over sets of pages; the idea is that of ALCE (Gao et al. 2023, "Enabling Large Language Models to
    Generate Text with Citations"), with a page in place of a judged passage. Both need expected pages. An
    answer that cites nothing has no precision; one that declines has no precision and a recall of 0,
    whatever it cites.
    """
    scores = {}
    cited = {SlideRef(source_id=citation.source_id, page=citation.page) for citation in answer.citations}
    declined = answer.outcome in DECLINED
    if expected:
        scores["citation_recall"] = 0.0 if declined else set_recall(cited, expected)
        if cited and not declined:
            scores["citation_precision"] = set_precision(cited, expected)
    if answer.citations:
        verbatim = sum(_is_verbatim(citation, library) for citation in answer.citations)
        scores["quote_verbatim"] = verbatim / len(answer.citations)
    return scores


def score_outcome(
    case: Case, answer: Answer, *, missing: Sequence[str], forbidden: Sequence[str]
) -> dict[str, float]:
    """Whether the question was answered or declined as it should be.

    `missing` and `forbidden` are as in CaseResult.

    - fact_recall: the share of the fact patterns found, for a question that expects an answer and has facts.
    - answered_right: 1 when such a question was answered, wholly or partly, with every fact and nothing
      forbidden.
    - false_decline_rate: 1 when a question that expects an answer was declined.
    - decline_recall: 1 when a question that expects a decline was declined and nothing forbidden was said.
    - decline_precision: of a question that was declined, 1 when that was expected.

    Their means are the figures of those names; refusals are counted as a class with precision and recall,
    as in SQuAD 2.0's unanswerable questions (Rajpurkar, Jia & Liang 2018).
    """
    declined = answer.outcome in DECLINED
    scores = {}
    if case.expect == "answer":
        if case.facts:
            scores["fact_recall"] = 1 - len(missing) / len(case.facts)
            scores["answered_right"] = float(not (declined or missing or forbidden))
        scores["false_decline_rate"] = float(declined)
    else:
        scores["decline_recall"] = float(declined and not forbidden)
    if declined:
        scores["decline_precision"] = float(case.expect == "decline")
    return scores


def _answered(case: Case, answerer: Answerer, library: Library) -> CaseResult:
    expected = _expected(case, library)
    start = time.perf_counter()
    answer = _final(answerer.stream(case.question, case.history))
    latency_ms = _ms_since(start)
    text = plain_text(answer.text)
    present = found(case.facts, text)
    missing = tuple(pattern for pattern in case.facts if pattern not in present)
    forbidden = found(case.forbidden, text)
    return CaseResult(
        id=case.id,
        question=case.question,
        language=case.language,
        type=case.type,
        follow_up=bool(case.history),
        expect=case.expect,
        expected=expected,
        outcome=answer.outcome,
        answer=answer.text,
        citations=tuple(citation_to_json(citation) for citation in answer.citations),
        hits=tuple(hit_to_json(hit) for hit in answer.hits),
        missing=missing,
        forbidden=forbidden,
        scores=score_ranking(answer.hits, set(expected))
        | score_citations(answer, set(expected), library)
        | score_outcome(case, answer, missing=missing, forbidden=forbidden)
        | {"latency_ms": latency_ms},
    )


def _retrieved(case: Case, retriever: Retriever, library: Library) -> CaseResult:
    expected = _expected(case, library)
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
        hits=tuple(hit_to_json(hit) for hit in hits),
        scores=score_ranking(hits, set(expected)) | {"latency_ms": latency_ms},
    )


def _expected(case: Case, library: Library) -> tuple[SlideRef, ...]:
    """The pages of the evidence, each once however many quotes it has."""
    return tuple(dict.fromkeys(locate(evidence, library) for evidence in case.evidence))


def _final(answers: Iterable[Answer]) -> Answer:
    last = None
    for answer in answers:
        last = answer
    if last is None or not last.final:
        raise RuntimeError("the answer ended before it was final")
    return last


def _is_verbatim(citation: Citation, library: Library) -> bool:
    try:
        page = library.page(citation.source_id, citation.page)
    except (UnknownSourceError, UnknownPageError):
        return False
    return is_span(citation.quote, citation.start, citation.end, page.text)


def _ms_since(start: float) -> float:
    return round((time.perf_counter() - start) * 1000, 3)
