"""The commands that measure: rapporteur eval, bench, agreement."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.errors import QuestionsError

if TYPE_CHECKING:
    from bot.evaluation.thresholds import Threshold
    from ingest.settings import Settings

_FILE = click.Path(path_type=Path)


def register(main: click.Group) -> None:
    """Adds the commands to the program."""
    main.add_command(evaluate)
    main.add_command(bench)
    main.add_command(agreement)


@click.command(name="eval")
@click.option("--questions", type=_FILE, default=None, help="File of test questions.")
@click.option("--check", is_flag=True, help="Only check the questions against the corpus.")
@click.option("--retrieval-only", is_flag=True, help="Measure what is found, not what is answered.")
@click.option("--quick", is_flag=True, help="Do not ask again in other words, languages or with slips.")
@click.option("--thresholds", type=_FILE, default=None, help="TOML file of bounds to keep.")
@click.option("--min", "least", multiple=True, metavar="NAME=VALUE", help="Fail when a metric is lower.")
@click.option("--max", "most", multiple=True, metavar="NAME=VALUE", help="Fail when a metric is higher.")
@click.option("--json", "json_file", type=_FILE, default=None, help="Write the run here too.")
@click.option("--html", "html_file", type=_FILE, default=None, help="Write the page of the run here too.")
@click.option("--junit", "junit_file", type=_FILE, default=None, help="Write JUnit XML here.")
@click.option("--judge", default=None, metavar="MODEL", help="Ask a language model too; reported apart.")
@click.option("--no-save", is_flag=True, help="Do not keep the run in RAPPORTEUR_HOME/runs.")
@click.option("--runs", "list_runs", is_flag=True, help="Only list the runs that are kept.")
@click.option("--compare", nargs=2, metavar="A B", default=None, help="Only compare two runs.")
@click.option("--record", type=_FILE, default=None, help="Keep the language model's replies here.")
@click.option("--fail-if-worse", is_flag=True, help="With --compare: fail when a metric fell beyond chance.")
def evaluate(
    *,
    questions: Path | None,
    check: bool,
    retrieval_only: bool,
    quick: bool,
    thresholds: Path | None,
    least: Sequence[str],
    most: Sequence[str],
    json_file: Path | None,
    html_file: Path | None,
    junit_file: Path | None,
    judge: str | None,
    no_save: bool,
    list_runs: bool,
    compare: tuple[str, str] | None,
    record: Path | None,
    fail_if_worse: bool,
) -> None:
    """Ask every test question and print figures, each with its n and 95 % interval.

    With a language model (RAPPORTEUR_LLM) the same questions are asked without it too, and both are shown
    side by side. RAPPORTEUR_LLM=recorded:FILE replays the replies that --record FILE kept.

    A run is kept in RAPPORTEUR_HOME/runs with a page that shows it. A and B of --compare are names of runs
    (or their beginnings), `last`, `previous`, or files that --json wrote.
    """
    from ingest.settings import Settings

    bounds = [*_limits(least, "min"), *_limits(most, "max")]
    settings = Settings.read()
    if list_runs:
        _list_runs(settings)
    elif compare:
        _compare(settings, *compare, fail_if_worse=fail_if_worse)
    elif check:
        _check(settings, questions or default_questions(settings))
    else:
        if thresholds:
            from bot.evaluation.thresholds import read_thresholds

            bounds += read_thresholds(thresholds)
        _run(
            settings,
            questions or default_questions(settings),
            bounds=tuple(bounds),
            retrieval_only=retrieval_only,
            quick=quick,
            judge=judge,
            save=not no_save,
            record=record,
            files={"json": json_file, "html": html_file, "junit": junit_file},
        )


def _run(
    settings: Settings,
    questions: Path,
    *,
    bounds: tuple[Threshold, ...],
    retrieval_only: bool,
    quick: bool,
    judge: str | None,
    save: bool,
    record: Path | None,
    files: dict[str, Path | None],
) -> None:
    from rich.console import Console

    from bot.evaluation.compare import compare
    from bot.evaluation.coverage import coverage, told
    from bot.evaluation.evaluate import evaluate as run
    from bot.evaluation.judge import ChatJudge, judged
    from bot.evaluation.junit import junit
    from bot.evaluation.model_cost import CostMeter
    from bot.evaluation.report_page import report_page
    from bot.evaluation.runs import PAGE, RunStore, made_with
    from bot.evaluation.thresholds import judged as held
    from bot.questions.read import check, load
    from bot.terminal import progress_bar, wide_console
    from bot.wire import Bot

    dataset = load(questions)
    asked = ChatJudge.open(judge) if judge else None
    bot = Bot(settings)
    if record:
        bot.record(record)
    meter = CostMeter(bot)
    errors = Console(stderr=True, markup=False, highlight=False)
    for problem in check(dataset, bot.library):
        errors.print(f"Problem: {problem}", style="yellow", soft_wrap=True)
    made = made_with(questions, bot.index().record)
    with progress_bar(errors) as progress:
        report = run(
            dataset,
            answerer=meter,
            retriever=bot,
            library=bot.library,
            settings=settings.as_dict() | made.as_settings(),
            retrieval_only=retrieval_only,
            stability=not quick,
            progress=lambda done, total: progress("Asking", done, total),
        )
        quoted = None
        if bot.model and not retrieval_only:
            quoted = run(
                dataset,
                answerer=bot.quoting(),
                retriever=bot,
                library=bot.library,
                settings=replace(settings, llm="", llm_url="").as_dict() | made.as_settings(),
                stability=not quick,
                progress=lambda done, total: progress("Asking without the model", done, total),
            )
    if save:
        store = RunStore(settings)
        report = store.save(report, now=datetime.now(UTC))
    page = report_page(report, bot.library)
    if save:
        _write(store.path(report.name) / PAGE, page)
    console = wide_console()
    report.to_table(console)
    if quoted:
        both = replace(quoted, name="quoted"), replace(report, name=settings.llm)
        compare(*both).to_table(console)
        console.print(meter.told(), soft_wrap=True, emoji=False)
    console.print(f"Coverage: {'; '.join(told(coverage(report, bot.library)))}", soft_wrap=True)
    if save:
        console.print(f"Kept as {report.name}: {store.path(report.name) / PAGE}", soft_wrap=True)
    verdicts = held(bounds, report) if bounds else []
    for kind, text in (
        ("json", json.dumps(report.to_json(), ensure_ascii=False, indent=1)),
        ("html", page),
        ("junit", junit(report, verdicts)),
    ):
        if file := files[kind]:
            _write(file, text)
    if asked:
        console.print(str(judged(report, asked)), soft_wrap=True)
    missed = [str(verdict) for verdict in verdicts if not verdict.kept]
    if missed:
        raise click.ClickException("; ".join(missed))


def _check(settings: Settings, questions: Path) -> None:
    from bot.questions.read import check, load
    from bot.wire import Bot

    dataset = load(questions)
    problems = check(dataset, Bot(settings).library)
    for problem in problems:
        click.echo(str(problem))
    count = len(dataset.cases)
    if problems:
        raise click.ClickException(
            f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in {count} questions."
        )
    click.echo(f"{count} questions, no problem.")


def _list_runs(settings: Settings) -> None:
    from bot.evaluation.runs import RunStore

    store = RunStore(settings)
    for line in store.told(("hit@1", "citation_precision", "answered_right", "decline_recall")):
        click.echo(line)
    if not store.names():
        click.echo(f"No runs are kept in {str(store.folder)!r}. rapporteur eval keeps one.")


def _compare(settings: Settings, before: str, after: str, *, fail_if_worse: bool) -> None:
    from bot.evaluation.compare import compare
    from bot.evaluation.runs import RunStore
    from bot.terminal import wide_console

    store = RunStore(settings)
    found = compare(store.load(before), store.load(after))
    found.to_table(wide_console())
    if fail_if_worse and found.worse:
        raise click.ClickException(
            f"Worse by more than chance: {', '.join(each.metric for each in found.worse)}"
        )


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _limits(given: Sequence[str], side: str) -> list[Threshold]:
    from bot.evaluation.thresholds import Threshold

    limits = []
    for text in given:
        name, _, value = text.partition("=")
        try:
            limits.append(Threshold(metric=name, side="min" if side == "min" else "max", bound=float(value)))
        except ValueError as error:
            raise click.UsageError(f"{text!r} is not NAME=VALUE, such as hit@1=0.83.") from error
    return limits


def questions_file(settings: Settings) -> Path:
    """Where the corpus's own test questions are, or would be."""
    folder = settings.corpus_path if settings.corpus_path.is_dir() else settings.corpus_path.parent
    return folder / "questions.yaml"


def default_questions(settings: Settings) -> Path:
    """The corpus's own test questions. Raises QuestionsError."""
    path = questions_file(settings)
    if not path.is_file():
        raise QuestionsError(f"There is no {str(path)!r}. Name a file: rapporteur eval --questions FILE")
    return path


@click.command()
@click.argument("folder", type=_FILE)
@click.option("--limit", type=click.IntRange(min=1), default=None, help="Ask so many, evenly spaced.")
@click.option("--k", "cut", type=click.IntRange(1, 12), default=5, help="Passages of recall@k.  [default: 5]")
@click.option("--part", default="", help="Read no files but those such as corpus.PART.jsonl.")
@click.option("--within-title", is_flag=True, help="Search no passages but those of the title asked about.")
@click.option("--json", "json_file", type=_FILE, default=None, help="Write all here.")
def bench(
    *, folder: Path, limit: int | None, cut: int, part: str, within_title: bool, json_file: Path | None
) -> None:
    """Measure finding and abstaining on public passages and questions in FOLDER."""
    from bot.evaluation.bench import bench as run
    from bot.evaluation.bench_data import read_collection, sample
    from bot.evaluation.bench_report import BenchReport
    from bot.terminal import progress_bar, wide_console
    from ingest.settings import Settings

    settings = Settings.read()
    collection = read_collection(folder, part=part)
    questions = sample(collection.questions, limit)
    console = wide_console()
    with progress_bar(console) as progress:
        found = run(collection, questions, settings, within_title=within_title, progress=progress)
    report = BenchReport(
        collection=collection.name + (", within a title" if within_title else ""),
        passages=len(collection.paragraphs),
        settings=settings.as_dict() | {"limit": str(limit or "none"), "part": part},
        run=found,
        cut=cut,
        notes=collection.notes,
    )
    report.to_table(console)
    if json_file:
        _write(json_file, json.dumps(report.to_json(), ensure_ascii=False, indent=1))


@click.command()
@click.argument("path", type=_FILE)
@click.option("--least", type=float, default=None, help="Mean rating from which an answer is faithful.")
@click.option("--judge", default=None, metavar="MODEL", help="Hold a language model against them too.")
def agreement(*, path: Path, least: float | None, judge: str | None) -> None:
    """Hold the measure of support against people's judgements of faithfulness in PATH.

    PATH is a file of JSON lines or a folder with human_judged*.jsonl. A folder without one that has reference
    answers gives a control instead: each beside its own passages and beside others.
    """
    from bot.evaluation.agreement import agreements, table
    from bot.evaluation.judge import ChatJudge
    from bot.evaluation.judged import LABELS, read_controls, read_judged
    from bot.terminal import wide_console

    console = wide_console()
    asked = ChatJudge.open(judge) if judge else None
    if path.is_dir() and not list(path.glob(f"{LABELS}*.jsonl")):
        console.print(f"No {LABELS}*.jsonl in {path}: a control, no human judgements.", soft_wrap=True)
        for kind, answers in read_controls(path).items():
            if answers:
                title = f"References beside their own passages, and as a contrast: {kind}"
                console.print(table(title, agreements(answers, least=1, judge=asked)))
        return
    answers = read_judged(path)
    judges = sum(len(each.ratings) for each in answers)
    title = f"Faithfulness of {len(answers)} answers, {judges} ratings"
    console.print(table(title, agreements(answers, least=least, judge=asked)))
