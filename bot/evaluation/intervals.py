"""How far a mean could be off: bootstrap intervals, the same numbers every time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

LEVEL = 0.95
"""Share of such intervals that hold the mean of the questions that could have been asked."""
RESAMPLES = 2000
SEED = 2021
_ROUND = 200
"""Resamples drawn at a time, so that thousands of questions need no gigabytes."""


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Where a mean lies, with the confidence of `LEVEL`."""

    low: float
    high: float


def mean_interval(values: Sequence[float], weights: Sequence[float] | None = None) -> Interval | None:
    """The interval of Σ value · weight / Σ weight, questions drawn again with replacement; None for too few.

    The percentile bootstrap (Efron & Tibshirani 1993, chapter 13) with `RESAMPLES` draws from a fixed seed,
    so that the same values in the same order give the same interval. Values that are all 0 or all 1, which
    no drawing can vary, get the exact binomial interval of that case (Clopper & Pearson 1934), (α/2)^(1/n)
    away from the other end. One value that is neither has no interval.
    """
    n = len(values)
    if n == 0:
        return None
    tail = ((1 - LEVEL) / 2) ** (1 / n)
    if all(value == 1 for value in values):
        return Interval(low=tail, high=1.0)
    if all(value == 0 for value in values):
        return Interval(low=0.0, high=1 - tail)
    if n == 1:
        return None
    weight = np.ones(n) if weights is None else np.asarray(weights, dtype=np.float64)
    return _percentiles(np.asarray(values, dtype=np.float64) * weight, weight)


def difference_interval(differences: Sequence[float]) -> Interval | None:
    """The interval of the mean of paired differences, the pairs drawn again with replacement; None for none.

    Pairing takes out what makes a question hard for both (Efron & Tibshirani 1993; for retrieval Smucker,
    Allan & Carterette 2007). Differences that are all equal give an interval without width.
    """
    if not differences:
        return None
    values = np.asarray(differences, dtype=np.float64)
    return _percentiles(values, np.ones(len(values)))


def statistic_interval(n: int, statistic: Callable[[NDArray[np.int64]], float | None]) -> Interval | None:
    """The interval of any figure over n things; `statistic` is told the positions drawn.

    Drawings for which it is None (one kind is missing, say) are left out; None if all are.
    """
    if not n:
        return None
    values = [value for some in _rounds(n) for drawn in some if (value := statistic(drawn)) is not None]
    if not values:
        return None
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(low=float(low), high=float(high))


def _percentiles(products: NDArray[np.float64], weight: NDArray[np.float64]) -> Interval:
    means = np.concatenate(
        [
            products[drawn].sum(axis=1) / np.maximum(weight[drawn].sum(axis=1), np.finfo(float).tiny)
            for drawn in _rounds(len(products))
        ]
    )
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(low=float(low), high=float(high))


def _rounds(n: int) -> list[NDArray[np.int64]]:
    """Positions drawn, a row a resample; kept for the small sets of which a report has many."""
    return list(_kept(n)) if n <= 500 else _drawn(n)


def _drawn(n: int) -> list[NDArray[np.int64]]:
    generator = np.random.default_rng(SEED)
    return [generator.integers(0, n, size=(_ROUND, n)) for _ in range(RESAMPLES // _ROUND)]


@lru_cache(maxsize=64)
def _kept(n: int) -> tuple[NDArray[np.int64], ...]:
    return tuple(_drawn(n))
