"""What the figures of a run must not fall short of, in a file of their own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.evaluation.report import Report
from bot.evaluation.results import METRICS
from ingest.errors import ThresholdsError

Side = Literal["min", "max"]
FAILED = "failed"
"""Not a metric: the number of questions that could not be asked, at most 0 unless a file allows more."""
GROUPINGS = ("language", "type", "source", "follow_up", "variant_language")


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """A bound of one figure."""

    metric: str
    side: Side
    bound: float
    grouping: str = ""
    """Empty when it is of all questions; otherwise one of GROUPINGS."""
    group: str = ""

    def __str__(self) -> str:
        where = f" ({self.grouping} {self.group})" if self.grouping else ""
        return f"{self.metric}{where} {'at least' if self.side == 'min' else 'at most'} {self.bound:g}"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A threshold beside what was measured."""

    threshold: Threshold
    value: float | None
    """None when nothing was measured, which keeps no threshold."""
    n: int

    @property
    def kept(self) -> bool:
        """Whether the figure is on the right side of its bound."""
        if self.value is None:
            return False
        bound = self.threshold.bound
        return self.value >= bound if self.threshold.side == "min" else self.value <= bound

    def __str__(self) -> str:
        where = f" ({self.threshold.grouping} {self.threshold.group})" if self.threshold.grouping else ""
        side = "at least" if self.threshold.side == "min" else "at most"
        value = "not measured" if self.value is None else f"{self.value:.4g} (n {self.n})"
        return f"{self.threshold.metric}{where} is {value}, not {side} {self.threshold.bound:g}"


def read_thresholds(file: Path) -> tuple[Threshold, ...]:
    """The thresholds of a TOML file. Raises ThresholdsError.

    `[min]` and `[max]` bound figures over all questions; `[language.fr.min]` and the like those of a group:

        [min]
        "hit@1" = 0.85
        [language.fr.max]
        false_decline_rate = 0.2
    """
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ThresholdsError(f"There are no thresholds at {str(file)!r}. Name a TOML file.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ThresholdsError(f"{str(file)!r} is not valid TOML: {error}.") from error
    found = list(_bounds(file, {key: data.pop(key) for key in ("min", "max") if key in data}))
    for grouping, groups in data.items():
        if grouping not in GROUPINGS or not isinstance(groups, dict):
            raise ThresholdsError(
                f"{str(file)!r} has a table {grouping!r}; known are min, max, {', '.join(GROUPINGS)}."
            )
        for group, sides in groups.items():
            found += _bounds(file, sides, grouping=grouping, group=group)
    if not found:
        raise ThresholdsError(f'{str(file)!r} bounds nothing. Add a line such as "hit@1" = 0.85 below [min].')
    return tuple(found)


def _bounds(file: Path, sides: object, *, grouping: str = "", group: str = "") -> list[Threshold]:
    where = f"[{grouping}.{group}]" if grouping else "[min] and [max]"
    if not isinstance(sides, Mapping) or not all(isinstance(table, Mapping) for table in sides.values()):
        raise ThresholdsError(f"{str(file)!r} has no tables min and max in {where}.")
    found = []
    for name, table in sides.items():
        if name not in ("min", "max"):
            raise ThresholdsError(f"{str(file)!r} has {name!r} in {where}; known are min and max.")
        side: Side = "min" if name == "min" else "max"
        for metric, bound in table.items():
            if isinstance(bound, bool) or not isinstance(bound, int | float):
                raise ThresholdsError(f"{str(file)!r} bounds {metric!r} by {bound!r}, which is no number.")
            if metric not in (*METRICS, FAILED):
                raise ThresholdsError(f"{str(file)!r} bounds {metric!r}; known are {', '.join(METRICS)}.")
            found.append(
                Threshold(metric=metric, side=side, bound=float(bound), grouping=grouping, group=group)
            )
    return found


def judged(thresholds: tuple[Threshold, ...], report: Report) -> list[Verdict]:
    """Every threshold beside its figure; that no question failed is among them."""
    if not any(each.metric == FAILED for each in thresholds):
        thresholds = (*thresholds, Threshold(metric=FAILED, side="max", bound=0))
    return [_judged(threshold, report) for threshold in thresholds]


def _judged(threshold: Threshold, report: Report) -> Verdict:
    if threshold.metric == FAILED:
        return Verdict(threshold=threshold, value=float(len(report.failed)), n=report.n)
    figures = report.metrics
    if threshold.grouping:
        figures = report.by.get(threshold.grouping, {}).get(threshold.group, {})
    figure = figures.get(threshold.metric)
    if figure is None:
        return Verdict(threshold=threshold, value=None, n=0)
    return Verdict(threshold=threshold, value=figure.value, n=figure.n)
