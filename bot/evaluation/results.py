"""What came of each test question, and the figures over many of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from bot.evaluation.metrics import Figure, mean, percentile
from bot.questions.cases import Expect
from bot.types import DECLINED, Outcome
from bot.wire_format import CitationJson, HitJson
from ingest.types import SlideRef

MEANS = (
    *("hit@1", "hit@3", "recall@5", "mrr", "ndcg@10"),
    *("citation_precision", "citation_recall", "quote_verbatim", "fact_recall", "answered_right"),
    *("statement_recall", "statement_precision", "list_completeness"),
    *("decline_recall", "decline_precision", "false_decline_rate", "refusal_kind", "near_pointed"),
    *("language_parity", "paraphrase_stability", "typo_stability", "neutrality"),
)
"""The metrics that are the mean of a score of the same name, over the cases that have one."""
LOWER_IS_BETTER = frozenset({"false_decline_rate"})
"""Those of the means that are a share of mistakes."""
PERCENTILES = {"latency_ms_p50": 0.50, "latency_ms_p95": 0.95}
"""The metrics taken over `latency_ms`, the milliseconds from a question to its final answer."""
METRICS = (*MEANS, *PERCENTILES)

Figures = dict[str, Figure]


class PlaceJson(TypedDict):
    """A page."""

    source: str
    page: int


class QuoteJson(TypedDict):
    """Words of a page that answer; empty when the whole page is meant."""

    source: str
    page: int
    quote: str


class StatementJson(TypedDict):
    """A statement of the answer beside what it cites."""

    text: str
    markers: list[int]
    support: float
    """Share of its terms in what it cites, 0 to 1."""
    supported: bool
    unneeded: list[int]


class OtherwiseJson(TypedDict):
    """The question asked in another way."""

    way: str
    language: str
    question: str
    outcome: Outcome
    cited: list[PlaceJson]
    agreement: float
    """With the answer to the question itself, 0 to 1."""


@dataclass(frozen=True, kw_only=True)
class CaseResult:
    """What came of one question."""

    id: str
    question: str
    language: str
    type: str
    follow_up: bool
    """Whether it was asked with a history."""
    expect: Expect
    expected: tuple[SlideRef, ...]
    """The pages of its evidence."""
    near: tuple[SlideRef, ...] = ()
    """The pages that a decline may point to."""
    outcome: Outcome | None = None
    """None when only retrieval was run."""
    answer: str = ""
    citations: tuple[CitationJson, ...] = ()
    hits: tuple[HitJson, ...] = ()
    missing: tuple[str, ...] = ()
    """The fact patterns not found in the answer."""
    forbidden: tuple[str, ...] = ()
    """The forbidden patterns found in the answer."""
    facts: tuple[str, ...] = ()
    """The fact patterns expected."""
    quotes: tuple[QuoteJson, ...] = ()
    """The words expected, in the order of the evidence."""
    kind: str | None = None
    """How it was declined; None when it was answered."""
    kinds: tuple[str, ...] = ()
    """The kinds of decline that are right; empty where any is."""
    pointers: tuple[PlaceJson, ...] = ()
    statements: tuple[StatementJson, ...] = ()
    otherwise: tuple[OtherwiseJson, ...] = ()
    scores: Mapping[str, float]
    """By metric, 0 to 1, and `latency_ms`; a metric that the case has no expectation for is left out."""

    @property
    def declined(self) -> bool:
        """Whether the answer was that there is none."""
        return self.outcome in DECLINED


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A question that could not be run; it counts in no figure."""

    id: str
    error: str


def figures(cases: Sequence[CaseResult]) -> Figures:
    """Every metric over these cases; each case that has a score counts once.

    `quote_verbatim` is the exception: there every citation counts once.
    """
    result = {
        name: mean(
            (case.scores[name], len(case.citations) if name == "quote_verbatim" else 1)
            for case in cases
            if name in case.scores
        )
        for name in MEANS
    }
    latencies = [case.scores["latency_ms"] for case in cases if "latency_ms" in case.scores]
    return result | {name: percentile(share, latencies) for name, share in PERCENTILES.items()}


def faults(case: CaseResult) -> list[str]:
    """What a person should look at in the case, in words; empty when it went as expected."""
    return list(_faults(case))


def _faults(case: CaseResult) -> Iterator[str]:
    if case.expect == "answer" and case.declined:
        yield "declined, though the sources answer"
    if case.expect == "decline" and case.outcome and not case.declined:
        yield "answered, though the sources do not"
    if case.scores.get("hit@1") == 0:
        first = f"{_place(case.hits[0]['source'], case.hits[0]['page'])} first" if case.hits else "nothing"
        expected = ", ".join(_place(place.source_id, place.page) for place in case.expected)
        yield f"finds {first}, not {expected}"
    if case.missing and not case.declined:
        yield f"does not say {', '.join(case.missing)}"
    if case.forbidden:
        yield f"says {', '.join(case.forbidden)}"
    if case.scores.get("quote_verbatim", 1) < 1:
        yield "a quotation is not in its page"
    if case.scores.get("refusal_kind") == 0:
        yield f"declined as {case.kind}, not as {' or '.join(case.kinds)}"
    if unsupported := [each for each in case.statements if not each["supported"]]:
        yield f"says what it does not cite: {unsupported[0]['text']}"


def _place(source: str, page: int) -> str:
    return f"{source}/{page}"


def grouped(cases: Sequence[CaseResult], groups: Callable[[CaseResult], Sequence[str]]) -> dict[str, Figures]:
    """Every metric by the groups that each case belongs to."""
    return {
        name: figures([case for case in cases if name in groups(case)])
        for name in sorted({name for case in cases for name in groups(case)})
    }


def parity_by_language(cases: Sequence[CaseResult]) -> dict[str, Figures]:
    """`language_parity` by the language that questions were asked in once more; no other metric."""
    scores: dict[str, list[float]] = {}
    for case in cases:
        for each in case.otherwise:
            if each["way"] == "language":
                scores.setdefault(each["language"], []).append(each["agreement"])
    nothing = figures([])
    return {
        name: nothing | {"language_parity": mean((score, 1) for score in scores[name])}
        for name in sorted(scores)
    }
