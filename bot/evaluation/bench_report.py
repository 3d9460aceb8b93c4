"""What a benchmark found, as figures with their n: one table, and JSON with every question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from rich.console import Console
from rich.table import Table

from bot.evaluation.bench import PIPELINE, Result, Run
from bot.evaluation.intervals import difference_interval
from bot.evaluation.metrics import (
    Figure,
    all_at,
    area_under_risk,
    auroc,
    hit_at,
    mean,
    ndcg_at,
    percentile,
    recall_at,
    reciprocal_rank,
    risk_at,
)
from bot.evaluation.report import FailureJson, FigureJson, figure_to_json

CUT = 5
"""First passages that recall and completeness are taken over unless another number is asked for."""
COVERAGES = (1.0, 0.9, 0.75, 0.5, 0.25)
"""Shares of the questions answered, the surest first, at which the risk is told."""
SIGNALS: Mapping[str, Callable[[Result], float]] = {
    "decision": lambda result: result.certainty,
    "best page's score": lambda result: result.score,
    "best similarity": lambda result: result.similarity,
}
"""What may be thresholded to abstain: what the product decides on, and what is usual elsewhere."""

Figures = dict[str, Figure]


class QuestionJson(TypedDict):
    """A `Result`."""

    id: str
    question: str
    answerable: bool | None
    gold: list[str]
    ranked: dict[str, list[str]]
    certainty: float
    score: float
    similarity: float
    declined: bool
    milliseconds: float


class BenchJson(TypedDict):
    """A `BenchReport`, with its figures worked out."""

    collection: str
    settings: dict[str, str]
    passages: int
    retrieval: dict[str, dict[str, FigureJson]]
    gains: dict[str, FigureJson]
    abstaining: dict[str, FigureJson]
    risk: dict[str, dict[str, FigureJson]]
    latency_ms_p50: FigureJson
    questions: list[QuestionJson]
    failed: list[FailureJson]


@dataclass(frozen=True, kw_only=True)
class BenchReport:
    """A run over one collection; its figures follow from it."""

    collection: str
    passages: int
    """How many were searched."""
    settings: Mapping[str, str]
    """What the run was made with."""
    run: Run
    cut: int = CUT
    notes: tuple[str, ...] = ()

    @property
    def retrieval(self) -> dict[str, Figures]:
        """The ranking metrics by who searched, over the questions that are answered by passages known."""
        scored = [each for each in self.run.results if each.asked.gold and each.asked.answerable is not False]
        names = list(dict.fromkeys(name for result in scored for name in result.ranked))
        return {name: self._ranking(scored, name) for name in names}

    def _ranking(self, results: Sequence[Result], name: str) -> Figures:
        scores: dict[str, list[float]] = {}
        for result in results:
            for metric, score in self._scores(result, name).items():
                scores.setdefault(metric, []).append(score)
        return {metric: mean((score, 1) for score in each) for metric, each in scores.items()}

    def _scores(self, result: Result, name: str) -> dict[str, float]:
        # Asked without history, a question that has none is asked the same.
        ranked = result.ranked.get(name) or result.ranked[name.partition(",")[0]]
        gold = result.asked.gold
        return {
            "hit@1": hit_at(1, ranked, gold),
            "hit@3": hit_at(3, ranked, gold),
            "hit@5": hit_at(5, ranked, gold),
            f"recall@{self.cut}": recall_at(self.cut, ranked, gold),
            f"all_gold@{self.cut}": all_at(self.cut, ranked, gold),
            "mrr": reciprocal_rank(ranked, gold),
            "ndcg@10": ndcg_at(10, ranked, gold),
        }

    @property
    def gains(self) -> Figures:
        """By part, how much higher the pipeline's ndcg@10 is, with the interval of a paired bootstrap."""
        scored = [each for each in self.run.results if each.asked.gold and each.asked.answerable is not False]
        found = {}
        for name in self.retrieval:
            if name == PIPELINE:
                continue
            differences = [
                self._scores(each, PIPELINE)["ndcg@10"] - self._scores(each, name)["ndcg@10"]
                for each in scored
            ]
            found[name] = Figure(
                value=sum(differences) / len(differences),
                n=len(differences),
                interval=difference_interval(differences),
            )
        return found

    @property
    def abstaining(self) -> Figures:
        """How well answerable is told from not: AUROC by signal, and what the product answers of each.

        Empty unless the collection has questions of both kinds.
        """
        known = self._known()
        kinds = {kind: [each for each in known if each.asked.answerable is kind] for kind in (True, False)}
        if not kinds[True] or not kinds[False]:
            return {}
        figures = {
            f"auroc, {name}": auroc([signal(e) for e in kinds[True]], [signal(e) for e in kinds[False]])
            for name, signal in SIGNALS.items()
        } | {
            f"aurc, {name}": area_under_risk((signal(each), bool(each.asked.answerable)) for each in known)
            for name, signal in SIGNALS.items()
        }
        for kind, name in ((True, "answerable answered"), (False, "unanswerable answered")):
            figures[name] = mean((float(not each.declined), 1) for each in kinds[kind])
        return figures

    @property
    def risk(self) -> dict[str, dict[float, Figure]]:
        """By signal and share of the questions answered, the share of those that are unanswerable."""
        known = self._known()
        return {
            name: {
                share: risk_at(share, ((signal(each), bool(each.asked.answerable)) for each in known))
                for share in COVERAGES
            }
            for name, signal in SIGNALS.items()
            if self.abstaining
        }

    def _known(self) -> list[Result]:
        return [each for each in self.run.results if each.asked.answerable is not None]

    @property
    def latency(self) -> Figure:
        """Median milliseconds of the whole pipeline from a question to the pages found."""
        return percentile(0.5, [each.milliseconds for each in self.run.results])

    def to_json(self) -> BenchJson:
        """The whole report, ready for `json.dumps`."""
        return BenchJson(
            collection=self.collection,
            settings=dict(self.settings),
            passages=self.passages,
            retrieval={
                name: {metric: figure_to_json(figure) for metric, figure in figures.items()}
                for name, figures in self.retrieval.items()
            },
            gains={name: figure_to_json(figure) for name, figure in self.gains.items()},
            abstaining={name: figure_to_json(figure) for name, figure in self.abstaining.items()},
            risk={
                name: {f"{share:.2f}": figure_to_json(figure) for share, figure in figures.items()}
                for name, figures in self.risk.items()
            },
            latency_ms_p50=figure_to_json(self.latency),
            questions=[_question(result) for result in self.run.results],
            failed=[FailureJson(id=failure.id, error=failure.error) for failure in self.run.failed],
        )

    def to_table(self, console: Console) -> None:
        """Prints what was found, then whether to answer was told, then what went wrong."""
        console.print(self._retrieval_table())
        for name, gain in self.gains.items():
            if gain.value is not None and gain.interval:
                console.print(
                    f"ndcg@10 of the pipeline is {gain.value:+.3f} against {name} "
                    f"({gain.interval.low:+.3f} … {gain.interval.high:+.3f}, n {gain.n})"
                )
        if self.abstaining:
            console.print()
            console.print(self._abstaining_table())
            figures = self.abstaining
            answered, wrongly = figures["answerable answered"], figures["unanswerable answered"]
            console.print(
                f"As it is set, the product answers {_plain(answered)} of the answerable questions (n "
                f"{answered.n}) and {_plain(wrongly)} of the unanswerable (n {wrongly.n})."
            )
        console.print(
            f"Median time of the pipeline: {_plain(self.latency, digits=0)} ms (n {self.latency.n})"
        )
        for note in self.notes:
            console.print(note)
        for failure in self.run.failed:
            console.print(f"{failure.id} failed: {failure.error}")

    def _retrieval_table(self) -> Table:
        table = Table(title=f"{self.collection}, {self.passages} passages", title_justify="left")
        table.add_column("found by", no_wrap=True)
        rows = self.retrieval
        for metric in rows.get(PIPELINE, {}):
            table.add_column(metric, justify="right", no_wrap=True)
        table.add_column("n", justify="right", no_wrap=True)
        for name, figures in rows.items():
            n = max(figure.n for figure in figures.values())
            table.add_row(name, *(_plain(figure, digits=3) for figure in figures.values()), str(n))
        return table

    def _abstaining_table(self) -> Table:
        table = Table(title="Answerable or not; unanswerable among those answered", title_justify="left")
        table.add_column("by", no_wrap=True)
        table.add_column("AUROC", justify="right", no_wrap=True)
        table.add_column("AURC", justify="right", no_wrap=True)
        for share in COVERAGES:
            table.add_column(f"surest {share:.0%}", justify="right", no_wrap=True)
        table.add_column("n", justify="right", no_wrap=True)
        for name, risks in self.risk.items():
            area = self.abstaining[f"auroc, {name}"]
            under = self.abstaining[f"aurc, {name}"]
            cells = [
                _plain(area, digits=3),
                _plain(under, digits=3),
                *(_plain(risk) for risk in risks.values()),
            ]
            table.add_row(name, *cells, str(area.n))
        return table


def _plain(figure: Figure, *, digits: int = 2) -> str:
    return "–" if figure.value is None else f"{figure.value:.{digits}f}"


def _question(result: Result) -> QuestionJson:
    return QuestionJson(
        id=result.asked.question_id,
        question=result.asked.question,
        answerable=result.asked.answerable,
        gold=sorted(result.asked.gold),
        ranked={name: list(ids) for name, ids in result.ranked.items()},
        certainty=result.certainty,
        score=result.score,
        similarity=result.similarity,
        declined=result.declined,
        milliseconds=result.milliseconds,
    )
