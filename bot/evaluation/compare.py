"""Two runs side by side: what got better, what got worse, and what may be chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.evaluation.intervals import Interval, difference_interval
from bot.evaluation.report import Report
from bot.evaluation.results import LOWER_IS_BETTER, MEANS, CaseResult, faults

Verdict = Literal["better", "worse", "noise", "same"]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A metric in both runs, over the questions that have it in both."""

    metric: str
    before: float
    after: float
    n: int
    """Questions with a score in both runs."""
    changed: int
    """How many of them have another one now."""
    interval: Interval
    """Of `after - before`, by a paired bootstrap over the questions."""
    verdict: Verdict
    """`noise` where the interval holds 0: the choice of questions alone makes as large a difference."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A question whose scores are other ones now."""

    before: CaseResult
    after: CaseResult
    better: tuple[str, ...]
    """Metrics that improved."""
    worse: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """What became of the question, in a word."""
        if self.better and self.worse:
            return "mixed"
        return "better" if self.better else "worse" if self.worse else "other words"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What is different in the second of two runs."""

    before: str
    after: str
    """Names of the runs."""
    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]
    """Questions that are scored otherwise, and then those answered in other words with the same scores."""
    settings: Mapping[str, tuple[str, str]]
    """What the runs were made with, where that differs."""
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    """Ids of questions that the other run has no answer to."""
    reworded: tuple[str, ...]
    """Ids of questions that ask or expect something else now; they are not compared."""

    @property
    def worse(self) -> tuple[Difference, ...]:
        """The metrics that fell by more than chance explains."""
        return tuple(each for each in self.differences if each.verdict == "worse")

    def to_table(self, console: Console) -> None:
        """Prints the metrics, then question by question what changed, then what the runs do not share."""
        table = Table(title=f"{self.before} → {self.after}", title_justify="left")
        table.add_column("metric", no_wrap=True)
        for name in ("before", "after", "difference", "95 % interval", "n", "changed", "verdict"):
            table.add_column(name, justify="right", no_wrap=True)
        for each in self.differences:
            table.add_row(
                each.metric,
                f"{each.before:.3f}",
                f"{each.after:.3f}",
                f"{each.after - each.before:+.3f}",
                f"{each.interval.low:+.3f} … {each.interval.high:+.3f}",
                str(each.n),
                str(each.changed),
                each.verdict,
            )
        console.print(table)
        for change in self.changes:
            named = [f"better: {', '.join(change.better)}"] if change.better else []
            named += [f"worse: {', '.join(change.worse)}"] if change.worse else []
            now = "; ".join(faults(change.after)) or "otherwise as expected"
            told = "; ".join([*named, now]) if named else "same scores, other words or pages"
            line = Text.assemble((change.verdict, "bold"), f"  {change.after.id}  {told}")
            console.print(line, no_wrap=True, overflow="ellipsis")
        if not self.changes:
            console.print("Every question is answered as before.")
        for name, ids in (
            ("Only in the first run", self.only_before),
            ("Only in the second run", self.only_after),
            ("Asked or expected otherwise, not compared", self.reworded),
        ):
            if ids:
                console.print(f"{name}: {', '.join(ids)}")
        for name, (before, after) in self.settings.items():
            console.print(f"{name}: {before or '(empty)'} → {after or '(empty)'}")


def compare(before: Report, after: Report) -> Comparison:
    """What is different in `after`, over the questions that both asked and that expect the same in both."""
    first = {case.id: case for case in before.cases}
    second = {case.id: case for case in after.cases}
    shared = [id_ for id_ in first if id_ in second]
    reworded = [id_ for id_ in shared if _asked(first[id_]) != _asked(second[id_])]
    pairs = [(first[id_], second[id_]) for id_ in shared if id_ not in set(reworded)]
    found = (_difference(metric, pairs) for metric in MEANS)
    changes = [change for pair in pairs if (change := _change(*pair))]
    order = {"worse": 0, "mixed": 1, "better": 2, "other words": 3}
    return Comparison(
        before=before.name or "first",
        after=after.name or "second",
        differences=tuple(each for each in found if each),
        changes=tuple(sorted(changes, key=lambda change: order[change.verdict])),
        settings={
            name: (before.settings.get(name, ""), after.settings.get(name, ""))
            for name in dict.fromkeys((*before.settings, *after.settings))
            if before.settings.get(name, "") != after.settings.get(name, "")
        },
        only_before=tuple(id_ for id_ in first if id_ not in second),
        only_after=tuple(id_ for id_ in second if id_ not in first),
        reworded=tuple(reworded),
    )


def _asked(case: CaseResult) -> object:
    return case.question, case.expect, case.expected, case.facts


def _difference(metric: str, pairs: list[tuple[CaseResult, CaseResult]]) -> Difference | None:
    scored = [
        (one.scores[metric], two.scores[metric])
        for one, two in pairs
        if metric in one.scores and metric in two.scores
    ]
    differences = [two - one for one, two in scored]
    interval = difference_interval(differences)
    if interval is None:
        return None
    verdict: Verdict = "noise"
    if not any(differences):
        verdict = "same"
    elif interval.low > 0 or interval.high < 0:
        verdict = "better" if (interval.low > 0) != (metric in LOWER_IS_BETTER) else "worse"
    return Difference(
        metric=metric,
        before=sum(one for one, _ in scored) / len(scored),
        after=sum(two for _, two in scored) / len(scored),
        n=len(scored),
        changed=sum(each != 0 for each in differences),
        interval=interval,
        verdict=verdict,
    )


def _change(one: CaseResult, two: CaseResult) -> Change | None:
    better: list[str] = []
    worse: list[str] = []
    for metric in MEANS:
        if metric in one.scores and metric in two.scores and one.scores[metric] != two.scores[metric]:
            risen = two.scores[metric] > one.scores[metric]
            (better if risen != (metric in LOWER_IS_BETTER) else worse).append(metric)
    if not (better or worse) and (one.outcome, one.answer) == (two.outcome, two.answer):
        return None
    return Change(before=one, after=two, better=tuple(better), worse=tuple(worse))
