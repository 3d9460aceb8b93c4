"""What an evaluation found: figures with their n, question by question and together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NotRequired, TypedDict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.evaluation.metrics import Figure
from bot.evaluation.results import (
    METRICS,
    PERCENTILES,
    CaseResult,
    Failure,
    Figures,
    OtherwiseJson,
    PlaceJson,
    QuoteJson,
    StatementJson,
    faults,
    figures,
    grouped,
    parity_by_language,
)
from bot.questions.cases import Expect
from bot.types import Outcome
from bot.wire_format import CitationJson, HitJson
from ingest.types import SlideRef


class CaseJson(TypedDict):
    """A `CaseResult`."""

    id: str
    question: str
    language: str
    type: str
    follow_up: bool
    expect: Expect
    expected: list[PlaceJson]
    outcome: Outcome | None
    answer: str
    citations: list[CitationJson]
    hits: list[HitJson]
    missing: list[str]
    forbidden: list[str]
    near: NotRequired[list[PlaceJson]]
    facts: NotRequired[list[str]]
    quotes: NotRequired[list[QuoteJson]]
    kind: NotRequired[str | None]
    kinds: NotRequired[list[str]]
    pointers: NotRequired[list[PlaceJson]]
    statements: NotRequired[list[StatementJson]]
    otherwise: NotRequired[list[OtherwiseJson]]
    scores: dict[str, float]


class FailureJson(TypedDict):
    """A `Failure`."""

    id: str
    error: str


class FigureJson(TypedDict):
    """A `Figure`."""

    value: float | None
    n: int
    low: NotRequired[float]
    """Of its 95 % interval, as `high`; absent where there is none."""
    high: NotRequired[float]


BY_TYPE = (
    "hit@1",
    "hit@3",
    "citation_precision",
    "citation_recall",
    "fact_recall",
    "answered_right",
    "decline_recall",
    "false_decline_rate",
)
"""What is printed of each type of question; the rest is in the JSON."""


LANGUAGES = 3
"""How many languages are printed, those with most questions first; the rest is in the JSON."""


class ReportJson(TypedDict):
    """A `Report`, with its figures worked out."""

    name: str
    settings: dict[str, str]
    n: int
    metrics: dict[str, FigureJson]
    by: dict[str, dict[str, dict[str, FigureJson]]]
    cases: list[CaseJson]
    failed: list[FailureJson]


@dataclass(frozen=True, kw_only=True)
class Report:
    """The results of one run; its figures follow from them."""

    settings: Mapping[str, str]
    """What the run was made with."""
    cases: tuple[CaseResult, ...]
    failed: tuple[Failure, ...] = ()
    name: str = ""
    """What it is kept by (`bot.evaluation.runs`); empty when it is not."""

    @property
    def n(self) -> int:
        """The questions asked, those that failed among them."""
        return len(self.cases) + len(self.failed)

    @cached_property
    def metrics(self) -> Figures:
        """Every metric over all cases."""
        return figures(self.cases)

    @cached_property
    def by(self) -> dict[str, dict[str, Figures]]:
        """Every metric by grouping and group; `language,stand_alone` has the languages without follow-ups.

        A question belongs to every source that answers it or comes near. `variant_language` has the language
        parity alone, by the language of the variant.
        """
        return {
            "language": grouped(self.cases, lambda case: [case.language]),
            "type": grouped(self.cases, lambda case: [case.type]),
            "source": grouped(
                self.cases, lambda case: sorted({place.source_id for place in (*case.expected, *case.near)})
            ),
            "follow_up": grouped(self.cases, lambda case: ["follow_up" if case.follow_up else "stand_alone"]),
            "language,stand_alone": grouped(
                [case for case in self.cases if not case.follow_up], lambda case: [case.language]
            ),
            "variant_language": parity_by_language(self.cases),
        }

    def to_json(self) -> ReportJson:
        """The whole report, ready for `json.dumps`; `from_json` takes it back."""
        return ReportJson(
            name=self.name,
            settings=dict(self.settings),
            n=self.n,
            metrics=_figures_to_json(self.metrics),
            by={
                grouping: {group: _figures_to_json(values) for group, values in groups.items()}
                for grouping, groups in self.by.items()
            },
            cases=[_case_to_json(case) for case in self.cases],
            failed=[FailureJson(id=failure.id, error=failure.error) for failure in self.failed],
        )

    @classmethod
    def from_json(cls, data: ReportJson) -> Report:
        """The report that `to_json` gave; the figures in it are worked out anew."""
        return cls(
            name=data.get("name", ""),
            settings=data["settings"],
            cases=tuple(_case_from_json(case) for case in data["cases"]),
            failed=tuple(Failure(id=failure["id"], error=failure["error"]) for failure in data["failed"]),
        )

    def to_table(self, console: Console) -> None:
        """Prints the figures by language and type, then a line for each question that went wrong."""
        console.print(_figure_table(self))
        console.print(_type_table(self))
        lines = [(case.id, "; ".join(faults(case)), case.question) for case in self.cases if faults(case)]
        lines += [(failure.id, f"failed: {failure.error}", "") for failure in self.failed]
        asked = f"{self.n} question{'' if self.n == 1 else 's'}"
        console.print(f"{asked}, {len(lines) or 'none'} to look at")
        for case_id, fault, question in lines:
            line = Text.assemble(
                (case_id, "bold"), "  ", _one_line(fault), "  ", (_one_line(question), "dim")
            )
            console.print(line, no_wrap=True, overflow="ellipsis")


def _figure_table(report: Report) -> Table:
    table = Table(title="Evaluation, each figure with its n and 95 % interval", title_justify="left")
    by = report.by
    languages = [name for name, _ in Counter(case.language for case in report.cases).most_common()]
    columns = {"all": report.metrics}
    if "en" in by["language,stand_alone"]:
        columns["en, stand-alone"] = by["language,stand_alone"]["en"]
    columns |= {name: by["language"][name] for name in languages[:LANGUAGES]}
    if "follow_up" in by["follow_up"]:
        columns["follow-ups"] = by["follow_up"]["follow_up"]
    table.add_column("metric", no_wrap=True, min_width=max(map(len, METRICS)))
    table.add_column("95 %", justify="right", no_wrap=True)
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True)
    for name in METRICS:
        if report.metrics[name].n:
            cells = (_cell(name, values[name]) for values in columns.values())
            table.add_row(name, _interval(report.metrics[name]), *cells)
    told = {name: value for name, value in report.settings.items() if not name.startswith("version of ")}
    if told:
        table.caption = Text(", ".join(f"{name}={value}" for name, value in told.items()))
        table.caption_justify = "left"
    return table


def _interval(figure: Figure) -> Text:
    if figure.interval is None:
        return Text("")
    return Text(f"{figure.interval.low:.2f}–{figure.interval.high:.2f}", style="dim")


def _type_table(report: Report) -> Table:
    table = Table(title="By type of question", title_justify="left")
    table.add_column("type", no_wrap=True)
    for name in BY_TYPE:
        table.add_column(name, justify="right", overflow="fold")
    for kind, values in sorted(report.by["type"].items()):
        table.add_row(kind, *(_cell(name, values[name]) for name in BY_TYPE))
    return table


def _cell(name: str, figure: Figure) -> Text:
    if figure.value is None:
        return Text("–", style="dim")
    value = f"{figure.value:.0f} ms" if name in PERCENTILES else f"{figure.value:.2f}"
    return Text.assemble(value, (f" ({figure.n})", "dim"))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _figures_to_json(values: Figures) -> dict[str, FigureJson]:
    return {name: figure_to_json(figure) for name, figure in values.items()}


def figure_to_json(figure: Figure) -> FigureJson:
    """The figure, ready for `json.dumps`, with its interval if it has one."""
    data = FigureJson(value=figure.value, n=figure.n)
    if figure.interval:
        data |= FigureJson(value=figure.value, n=figure.n, low=figure.interval.low, high=figure.interval.high)
    return data


def _case_to_json(case: CaseResult) -> CaseJson:
    return CaseJson(
        id=case.id,
        question=case.question,
        language=case.language,
        type=case.type,
        follow_up=case.follow_up,
        expect=case.expect,
        expected=[PlaceJson(source=place.source_id, page=place.page) for place in case.expected],
        outcome=case.outcome,
        answer=case.answer,
        citations=list(case.citations),
        hits=list(case.hits),
        missing=list(case.missing),
        forbidden=list(case.forbidden),
        near=[PlaceJson(source=place.source_id, page=place.page) for place in case.near],
        facts=list(case.facts),
        quotes=list(case.quotes),
        kind=case.kind,
        kinds=list(case.kinds),
        pointers=list(case.pointers),
        statements=list(case.statements),
        otherwise=list(case.otherwise),
        scores=dict(case.scores),
    )


def _case_from_json(data: CaseJson) -> CaseResult:
    return CaseResult(
        id=data["id"],
        question=data["question"],
        language=data["language"],
        type=data["type"],
        follow_up=data["follow_up"],
        expect=data["expect"],
        expected=tuple(SlideRef(source_id=place["source"], page=place["page"]) for place in data["expected"]),
        outcome=data["outcome"],
        answer=data["answer"],
        citations=tuple(data["citations"]),
        hits=tuple(data["hits"]),
        missing=tuple(data["missing"]),
        forbidden=tuple(data["forbidden"]),
        near=tuple(SlideRef(source_id=place["source"], page=place["page"]) for place in data.get("near", [])),
        facts=tuple(data.get("facts", [])),
        quotes=tuple(data.get("quotes", [])),
        kind=data.get("kind"),
        kinds=tuple(data.get("kinds", [])),
        pointers=tuple(data.get("pointers", [])),
        statements=tuple(data.get("statements", [])),
        otherwise=tuple(data.get("otherwise", [])),
        scores=data["scores"],
    )
