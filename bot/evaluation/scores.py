"""What one answer scores against what was expected of it: pure functions, nothing asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from bot.evaluation.metrics import (
    hit_at,
    is_span,
    ndcg_at,
    recall_at,
    reciprocal_rank,
    set_precision,
    set_recall,
)
from bot.questions.cases import Case, kind_of
from bot.questions.read import locate
from bot.types import DECLINED, Answer, Citation, Hit
from ingest.errors import UnknownPageError, UnknownSourceError
from ingest.types import Library, SlideRef

LIST = 2
"""Quotes of evidence from which a question is one for a list."""
HALF = 0.5
"""Share of a quote's characters that citations must cover for it to be given."""


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


def score_list(case: Case, answer: Answer, library: Library) -> dict[str, float]:
    """list_completeness: of a question with several quotes of evidence, the share that is cited.

    A quote is cited when citations of its page cover at least half of its characters; an answer that
    declines cites none. Recall of the nuggets of a list (Voorhees 2003, "Overview of the TREC 2003 Question
    Answering Track"), a nugget being a quote and its match a matter of place and not of judgement.
    """
    spans = []
    for evidence in case.evidence:
        if evidence.quote:
            place = locate(evidence, library)
            span = quote_span(evidence.quote, library.page(place.source_id, place.page).text)
            if span:
                spans.append((place, span))
    if len(spans) < LIST:
        return {}
    given = 0
    for place, (start, end) in spans:
        covered: set[int] = set()
        for citation in answer.citations:
            if (citation.source_id, citation.page) == (place.source_id, place.page):
                covered.update(range(max(start, citation.start), min(end, citation.end)))
        given += len(covered) >= HALF * (end - start)
    return {"list_completeness": 0.0 if answer.outcome in DECLINED else given / len(spans)}


def quote_span(quote: str, text: str) -> tuple[int, int] | None:
    """Where a quote stands in a page's text, whatever white space is between its words; None if nowhere."""
    words = quote.split()
    found = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return found.span() if found else None


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


def score_decline(case: Case, answer: Answer, near: AbstractSet[SlideRef]) -> dict[str, float]:
    """How well a question was declined that was to be, once it was.

    - refusal_kind: 1 when it was declined for the right reason (`Case.kinds`), for a question that has one.
    - near_pointed: 1 when one of the pages that come near is among those pointed to.
    """
    if case.expect == "answer" or answer.outcome not in DECLINED:
        return {}
    scores = {}
    if case.kinds:
        scores["refusal_kind"] = float(kind_of(answer) in case.kinds)
    if near:
        pointed = {SlideRef(source_id=each.source_id, page=each.page) for each in answer.pointers}
        scores["near_pointed"] = float(bool(pointed & near))
    return scores


def _is_verbatim(citation: Citation, library: Library) -> bool:
    try:
        page = library.page(citation.source_id, citation.page)
    except (UnknownSourceError, UnknownPageError):
        return False
    return is_span(citation.quote, citation.start, citation.end, page.text)
