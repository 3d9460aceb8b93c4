"""How far the measure of support agrees with people who judged faithfulness."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from bot.evaluation.attribution import COVERED, supported_share
from bot.evaluation.intervals import Interval, statistic_interval
from bot.evaluation.judge import Judge
from bot.evaluation.judged import JudgedAnswer
from bot.evaluation.metrics import auroc
from ingest.chunk import sentences

_NO_CLAIM = re.compile(
    r"\b(?:don't|do not|doesn't|does not|cannot|can't|couldn't|could not|unable to|not able to|no)\b"
    r"[^.]{0,60}\b(?:answer|information|know|find|mention|specif|context|documents?)",
    re.IGNORECASE,
)
"""An answer that says it has none claims nothing, whatever it was written from."""
_SHORT = 3
"""Sentences up to which such an answer is taken for one that only declines."""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How one signal goes with the ratings."""

    signal: str
    auroc: float | None
    """Share of the pairs (faithful, unfaithful) in which the faithful one has more of it; chance is 0.5."""
    interval: Interval | None
    """Of the AUROC."""
    spearman: float | None
    """Rank correlation with the mean rating (Spearman 1904), -1 to 1."""
    faithful: int
    unfaithful: int

    @property
    def n(self) -> int:
        """How many answers were judged."""
        return self.faithful + self.unfaithful


def support(judged: JudgedAnswer) -> list[float]:
    """The support of each sentence of an answer by its evidence, 0 to 1; 1 for an answer that only declines.

    The question and what was said before it count as evidence: they are given, not claimed.
    """
    spans = sentences(judged.answer, judged.language)
    if len(spans) <= _SHORT and _NO_CLAIM.search(judged.answer):
        return [1.0]
    evidence = [*judged.evidence, judged.question]
    return [supported_share(span, evidence, judged.language) for span in spans] or [1.0]


SIGNALS: Mapping[str, Callable[[JudgedAnswer], float]] = {
    "support, mean of sentences": lambda each: float(np.mean(support(each))),
    "support, weakest sentence": lambda each: min(support(each)),
    "sentences covered (statement_recall)": lambda each: float(
        np.mean([s >= COVERED for s in support(each)])
    ),
    "shortness (a baseline)": lambda each: -float(len(each.answer)),
}
"""What is held against the ratings: the measure in three forms, and one that reads nothing."""


def agreements(
    answers: Sequence[JudgedAnswer], *, least: float | None = None, judge: Judge | None = None
) -> list[Agreement]:
    """How each signal goes with the ratings; an answer is faithful whose mean rating is at least `least`.

    By default that is above the middle of the scale, from the lowest to the highest rating given. With a
    judge, the share of an answer's sentences that it calls supported is one more signal; a sentence without
    a verdict counts half.
    """
    given = [rating for each in answers for rating in each.ratings]
    bound = (min(given) + max(given)) / 2 if least is None else least
    ratings = np.array([each.rating for each in answers])
    faithful = ratings >= bound if least is not None else ratings > bound
    signals = dict(SIGNALS)
    if judge is not None:
        signals[f"judge {judge.name}"] = lambda each: _judged(each, judge)
    return [
        _agreement(name, np.array([signal(each) for each in answers]), ratings, faithful)
        for name, signal in signals.items()
    ]


def _judged(judged: JudgedAnswer, judge: Judge) -> float:
    spans = sentences(judged.answer, judged.language)
    verdicts = [judge.supports(span, [*judged.evidence, judged.question]) for span in spans]
    return float(np.mean([0.5 if verdict is None else verdict for verdict in verdicts])) if verdicts else 1.0


def _agreement(
    name: str, values: NDArray[np.float64], ratings: NDArray[np.float64], faithful: NDArray[np.bool_]
) -> Agreement:
    def area(drawn: NDArray[np.int64]) -> float | None:
        chosen, labels = values[drawn], faithful[drawn]
        return auroc(chosen[labels].tolist(), chosen[~labels].tolist()).value

    everything = np.arange(len(values))
    return Agreement(
        signal=name,
        auroc=area(everything),
        interval=statistic_interval(len(values), area),
        spearman=_spearman(values, ratings),
        faithful=int(faithful.sum()),
        unfaithful=int((~faithful).sum()),
    )


def _spearman(one: NDArray[np.float64], two: NDArray[np.float64]) -> float | None:
    first, second = _ranks(one), _ranks(two)
    if first.std() == 0 or second.std() == 0:
        return None
    return float(np.corrcoef(first, second)[0, 1])


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks, equal values sharing the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: NDArray[np.float64] = ((last - counts + 1 + last) / 2)[inverse]
    return ranks


def table(title: str, found: Sequence[Agreement]) -> Table:
    """The agreements to print."""
    shown = Table(title=title, title_justify="left")
    shown.add_column("signal", no_wrap=True)
    for name in ("AUROC", "95 % interval", "better than chance by", "Spearman", "faithful", "not", "n"):
        shown.add_column(name, justify="right", no_wrap=True)
    for each in found:
        area = each.auroc
        shown.add_row(
            each.signal,
            "–" if area is None else f"{area:.3f}",
            f"{each.interval.low:.3f}–{each.interval.high:.3f}" if each.interval else "–",
            "–" if area is None else f"{area - 0.5:+.3f}",
            "–" if each.spearman is None else f"{each.spearman:+.3f}",
            str(each.faithful),
            str(each.unfaithful),
            str(each.n),
        )
    return shown
