"""Pure functions from what came out and what was expected to a figure between 0 and 1."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TypeVar

from bot.evaluation.intervals import Interval, mean_interval

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A mean or percentile with what it rests on."""

    value: float | None
    """None when `n` is 0: nothing measured is not a zero."""
    n: int
    """How many values it was taken over."""
    interval: Interval | None = field(default=None, compare=False)
    """Where the value lies with 95 % confidence; None where that was not worked out."""


def hit_at(k: int, ranked: Sequence[T], relevant: AbstractSet[T]) -> float:
    """1 when at least one of the first `k` is relevant, else 0 (success@k)."""
    return float(any(item in relevant for item in ranked[:k]))


def recall_at(k: int, ranked: Sequence[T], relevant: AbstractSet[T]) -> float:
    """The share of the relevant that is among the first `k`: |ranked[:k] ∩ relevant| / |relevant|.

    With more than `k` relevant it stays below 1, as usual (Manning, Raghavan & Schütze 2008, chapter 8).
    `relevant` must not be empty.
    """
    return len(relevant & set(ranked[:k])) / len(relevant)


def all_at(k: int, ranked: Sequence[T], relevant: AbstractSet[T]) -> float:
    """1 when everything relevant is among the first `k`, else 0. `relevant` must not be empty."""
    return float(relevant <= set(ranked[:k]))


def reciprocal_rank(ranked: Sequence[T], relevant: AbstractSet[T]) -> float:
    """1 / rank of the first relevant one, 0 when there is none.

    Its mean over questions is the MRR (Voorhees 1999, "The TREC-8 Question Answering Track Report").
    """
    return next((1 / rank for rank, item in enumerate(ranked, 1) if item in relevant), 0.0)


def ndcg_at(k: int, ranked: Sequence[T], relevant: AbstractSet[T]) -> float:
    """Normalised discounted cumulative gain: DCG / the DCG of the best possible order.

    DCG = Σ gain / log2(rank + 1) over the first `k`, gain 1 for a relevant item and 0 otherwise; the best
    order has the first min(k, |relevant|) ranks filled (Järvelin & Kekäläinen 2002, "Cumulated gain-based
    evaluation of IR techniques", in the log2(rank + 1) form of trec_eval). `ranked` has no repeats and
    `relevant` must not be empty.
    """
    gained = sum(1 / math.log2(rank + 1) for rank, item in enumerate(ranked[:k], 1) if item in relevant)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(k, len(relevant)) + 1))
    return gained / best


def set_precision(found: AbstractSet[T], relevant: AbstractSet[T]) -> float:
    """The share of what was found that is relevant: |found ∩ relevant| / |found|.

    `found` must not be empty.
    """
    return len(found & relevant) / len(found)


def set_recall(found: AbstractSet[T], relevant: AbstractSet[T]) -> float:
    """The share of the relevant that was found: |found ∩ relevant| / |relevant|.

    `relevant` must not be empty.
    """
    return len(found & relevant) / len(relevant)


def mean(values: Iterable[tuple[float, int]]) -> Figure:
    """The mean of (value, weight) pairs: Σ value · weight / Σ weight, with n = Σ weight and its interval.

    What is drawn again for the interval is the pair: quotations of one answer stand or fall together.
    """
    pairs = [(value, weight) for value, weight in values if weight]
    n = sum(weight for _, weight in pairs)
    if not n:
        return Figure(value=None, n=0)
    return Figure(
        value=math.fsum(value * weight for value, weight in pairs) / n,
        n=n,
        interval=mean_interval([value for value, _ in pairs], [weight for _, weight in pairs]),
    )


def percentile(share: float, values: Iterable[float]) -> Figure:
    """The value below which `share` (0 to 1) of the values lie, linearly interpolated.

    Position share · (n - 1) among the sorted values: type 7 of Hyndman & Fan 1996, NumPy's default.
    """
    ordered = sorted(values)
    if not ordered:
        return Figure(value=None, n=0)
    position = share * (len(ordered) - 1)
    low = math.floor(position)
    high = min(low + 1, len(ordered) - 1)
    return Figure(value=ordered[low] + (ordered[high] - ordered[low]) * (position - low), n=len(ordered))


def auroc(positive: Sequence[float], negative: Sequence[float]) -> Figure:
    """The share of the pairs in which the positive one has the higher score, a tie counting half.

    The area under the ROC curve (Hanley & McNeil 1982): 0.5 is guessing. Its n counts both kinds; None when
    either is missing.
    """
    n = len(positive) + len(negative)
    if not positive or not negative:
        return Figure(value=None, n=n)
    ordered = sorted(negative)
    won = sum(bisect_left(ordered, score) + bisect_right(ordered, score) for score in positive)
    return Figure(value=won / 2 / len(positive) / len(negative), n=n)


def risk_at(coverage: float, scored: Iterable[tuple[float, bool]]) -> Figure:
    """The share that should not have been answered among the `coverage` (0 to 1) answered with highest score.

    One point of the risk-coverage curve (El-Yaniv & Wiener 2010). Of each (score, should be answered), the
    first ceil(coverage · count) by score are answered; of equal scores, those that should not be come first,
    so that a tie is no luck. Its n counts those answered.
    """
    ordered = sorted(scored, key=lambda each: (-each[0], each[1]))
    answered = ordered[: math.ceil(coverage * len(ordered))]
    wrong = sum(not right for _, right in answered)
    return Figure(value=wrong / len(answered) if answered else None, n=len(answered))


def area_under_risk(scored: Iterable[tuple[float, bool]]) -> Figure:
    """The mean risk over every coverage from the surest question alone to all of them; less is better.

    The area under the risk-coverage curve (Geifman, Uziel & El-Yaniv 2019), with ties as in `risk_at`. Its n
    counts the questions.
    """
    ordered = sorted(scored, key=lambda each: (-each[0], each[1]))
    wrong, total = 0, 0.0
    for answered, (_, right) in enumerate(ordered, 1):
        wrong += not right
        total += wrong / answered
    return Figure(value=total / len(ordered) if ordered else None, n=len(ordered))


def is_span(quote: str, start: int, end: int, text: str) -> bool:
    """Whether the quote is, character for character, the non-empty stretch `text[start:end]`."""
    return 0 <= start < end <= len(text) and text[start:end] == quote
