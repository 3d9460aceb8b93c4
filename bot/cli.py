"""The command line: rapporteur ingest, ask, serve, eval, bench, doctor."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli_documents import bench_files, fetch
from ingest.errors import QuestionsError, RapporteurError

if TYPE_CHECKING:
    from rich.console import Console

    from bot.types import Answer
    from ingest.build import IngestReport

_QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "OMP_WAIT_POLICY": "PASSIVE",
}
"""Switches of the libraries, set before any of them is imported: no telemetry, no spinning threads."""


WARM_UP = ("Which contries?", "Quels payss ?", "¿Qué paisess?")
"""Asked before the first visitor, who should not wait for the lexicons and dictionaries to be loaded."""
TABLE_WIDTH = 130
"""Characters the table of figures needs."""


class _Group(click.Group):
    """Shows an error meant for a person as one line; anything else keeps its traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        try:
            return super().invoke(ctx)
        except RapporteurError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rapporteur", prog_name="rapporteur")
def main() -> None:
    """Answer questions about a presentation and the documents it links to, with citations."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")


main.add_command(bench_files)
main.add_command(fetch)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def ingest(paths: tuple[Path, ...]) -> None:
    """Read the corpus (or the files and folders at PATHS) into the index."""
    from rich.console import Console

    from bot.changes_report import print_changes
    from bot.terminal import bar
    from ingest.build import ingest as build
    from ingest.settings import Settings

    settings = Settings.read()
    console = Console(markup=False, highlight=False)
    with bar(console) as progress:
        report = build(settings, paths, progress=progress)
    _print_ingest(report, console)
    print_changes(report.changes, _questions_path(settings), console)


def _print_ingest(report: IngestReport, console: Console) -> None:
    from rich.table import Table

    record = report.record
    if report.unchanged:
        console.print(f"Nothing has changed: {record.pages} pages, {record.passages} passages.")
        return
    table = Table("source", "pages", "passages", "no text", "notes", box=None, pad_edge=False)
    named = 0
    for each in report.sources:
        if each.source.path is None:
            named += 1
            continue
        notes = "\n".join(([f"left out: {each.error}"] if each.error else []) + list(each.warnings))
        blank = ", ".join(map(str, each.blank))
        table.add_row(each.source.source_id, str(each.pages), str(each.passages), blank, notes)
    console.print(table)
    if named:
        console.print(
            f"{named} documents are named in the manifest and not here: they are pointed to, not quoted."
        )
    console.print(
        f"{record.pages} pages, {record.passages} passages, {report.embedded} embedded now, "
        f"with {record.embedder}."
    )


@main.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print the answer with its evidence as JSON.")
def ask(question: str, *, as_json: bool) -> None:
    """Answer one QUESTION."""
    from bot.wire import Bot
    from bot.wire_format import answer_to_json
    from ingest.settings import Settings

    if not question.strip():
        raise click.ClickException("The question is empty. Type it in quotation marks after: rapporteur ask")
    answer = Bot(Settings.read()).ask(question)
    if as_json:
        click.echo(json.dumps(answer_to_json(answer), ensure_ascii=False, indent=1))
    else:
        click.echo(_readable(answer))


_LINK = re.compile(r"\[(https?://[^\]]+)\]\([^)]+\)")
_ESCAPES = re.compile(r"\\([!-/:-@\[-`{-~])")


def _readable(answer: Answer) -> str:
    from bot.phrases import phrases

    units = phrases(answer.language).units
    lines = [f"({answer.understood_as})"] if answer.understood_as else []
    lines.append(_ESCAPES.sub(r"\1", _LINK.sub(r"\1", answer.text.replace("**", ""))))
    if answer.citations or answer.pointers:
        lines.append("")
    lines += [
        f"[{c.marker}] {c.source_title}, {units[c.unit].lower()} {c.page}: “{c.quote}”"
        for c in answer.citations
    ]
    lines += [f" →  {units[p.unit]} {p.page}: {p.title}" for p in answer.pointers]
    return "\n".join(lines)


@main.command()
@click.option("--host", default=None, help="Address to listen on.  [default: RAPPORTEUR_HOST or 127.0.0.1]")
@click.option("--port", default=None, type=int, help="Port to listen on.  [default: RAPPORTEUR_PORT or 7860]")
def serve(host: str | None, port: int | None) -> None:
    """Serve the chat page."""
    from bot.wire import Bot
    from ingest.settings import Settings

    settings = Settings.read()
    bot = Bot(settings)
    for question in WARM_UP:
        bot.ask(question)
    import ui

    app = ui.create_app(bot, bot.library, title=settings.title, examples=bot.examples(), pictures=bot.picture)
    ui.serve(app, host or settings.host, int(settings.port) if port is None else port)


@main.command(name="eval")
@click.option("--questions", type=click.Path(path_type=Path), default=None, help="File of test questions.")
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path), default=None, help="Write the report here."
)
@click.option("--retrieval-only", is_flag=True, help="Measure what is found, not what is answered.")
@click.option("--min", "least", multiple=True, metavar="NAME=VALUE", help="Fail when a metric is lower.")
@click.option("--max", "most", multiple=True, metavar="NAME=VALUE", help="Fail when a metric is higher.")
def evaluate(
    *,
    questions: Path | None,
    json_file: Path | None,
    retrieval_only: bool,
    least: Sequence[str],
    most: Sequence[str],
) -> None:
    """Ask every test question and print figures, each with its n."""
    from rich.console import Console

    from bot.evaluate import evaluate as run
    from bot.questions import check, load
    from bot.wire import Bot
    from ingest.settings import Settings

    limits = [(*_limit(text), 1) for text in least] + [(*_limit(text), -1) for text in most]
    settings = Settings.read()
    dataset = load(questions or _default_questions(settings))
    bot = Bot(settings)
    errors = Console(stderr=True, markup=False, highlight=False)
    for problem in check(dataset, bot.library):
        errors.print(f"Problem: {problem}", style="yellow")
    report = run(
        dataset,
        answerer=bot,
        retriever=bot,
        library=bot.library,
        settings=settings.as_dict()
        | {"index": bot.index().record.build, "embedder": bot.index().record.embedder},
        retrieval_only=retrieval_only,
    )
    console = Console(markup=False, highlight=False)
    console.width = max(console.width, TABLE_WIDTH)  # a figure cut off from its n is worse than a long line
    report.to_table(console)
    data = report.to_json()
    if json_file:
        _write_json(json_file, data)
    missed = []
    metrics: dict[str, Any] = data["metrics"]
    for name, bound, sign in limits:
        value = metrics[name]["value"] if name in metrics else None
        if value is None or sign * value < sign * bound:
            missed.append(f"{name} is {value}, not {'at least' if sign > 0 else 'at most'} {bound}")
    if missed:
        raise click.ClickException("; ".join(missed))


def _write_json(file: Path, data: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def _limit(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        return name, float(value)
    except ValueError as error:
        raise click.UsageError(f"{text!r} is not NAME=VALUE, such as hit@1=0.83.") from error


def _questions_path(settings: Any) -> Path:  # noqa: ANN401
    folder: Path = settings.corpus_path if settings.corpus_path.is_dir() else settings.corpus_path.parent
    return folder / "questions.yaml"


def _default_questions(settings: Any) -> Path:  # noqa: ANN401
    path = _questions_path(settings)
    if not path.is_file():
        raise QuestionsError(f"There is no {str(path)!r}. Name a file: rapporteur eval --questions FILE")
    return path


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--limit", type=click.IntRange(min=1), default=None, help="Ask so many, evenly spaced.")
@click.option("--k", "cut", type=click.IntRange(1, 12), default=5, help="Passages of recall@k.  [default: 5]")
@click.option("--part", default="", help="Read no files but those such as corpus.PART.jsonl.")
@click.option("--within-title", is_flag=True, help="Search no passages but those of the title asked about.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), default=None, help="Write all here.")
def bench(
    *, folder: Path, limit: int | None, cut: int, part: str, within_title: bool, json_file: Path | None
) -> None:
    """Measure finding and abstaining on public passages and questions in FOLDER."""
    from rich.console import Console

    from bot.bench import bench as run
    from bot.bench_data import read_collection, sample
    from bot.bench_report import BenchReport
    from bot.terminal import bar
    from ingest.settings import Settings

    settings = Settings.read()
    collection = read_collection(folder, part=part)
    questions = sample(collection.questions, limit)
    console = Console(markup=False, highlight=False)
    with bar(console) as progress:
        found = run(collection, questions, settings, within_title=within_title, progress=progress)
    report = BenchReport(
        collection=collection.name + (", within a title" if within_title else ""),
        passages=len(collection.paragraphs),
        settings=settings.as_dict() | {"limit": str(limit or "none"), "part": part},
        run=found,
        cut=cut,
        notes=collection.notes,
    )
    console.width = max(console.width, TABLE_WIDTH)
    report.to_table(console)
    if json_file:
        _write_json(json_file, report.to_json())


@main.command()
def doctor() -> None:
    """Show every setting with its origin, the state of the index, and what is missing."""
    from rich.console import Console
    from rich.table import Table

    from ingest.converters import office, tesseract
    from ingest.index import current_record
    from ingest.settings import Settings

    console = Console(markup=False, highlight=False)
    settings = Settings.read()
    table = Table("setting", "value", "origin", "meaning", box=None, pad_edge=False)
    for name, value, origin, about in settings.rows():
        table.add_row(name, value or "(empty)", origin, about)
    console.print(table)
    console.print()
    packages = (
        "rapporteur",
        "chromadb",
        "sentence-transformers",
        "torch",
        "onnxruntime",
        "tantivy",
        "gradio",
    )
    console.print(
        "Python " + sys.version.split()[0] + "; " + ", ".join(f"{p} {_version(p)}" for p in packages)
    )
    console.print(
        "; ".join(
            f"{name} {'is' if path else 'is not'} installed"
            for name, path in (("LibreOffice", office()), ("Tesseract", tesseract()))
        )
    )
    record = current_record(settings)
    if record is None:
        console.print("Index: none. Build it: rapporteur ingest")
        return
    from bot.wire import Bot

    bot = Bot(settings)
    console.print(
        f"Index: {record.build}, {record.pages} pages, {record.passages} passages "
        f"of {', '.join(record.corpus)}, embedded with {record.embedder}"
    )
    sources = bot.library.sources()
    for source in sources:
        if source.path:
            pages = bot.library.page_count(source.source_id)
            state = "read        " if pages else "left out    "
            console.print(f"  {state} {source.source_id}: {source.title} ({pages} pages)")
    for source in sources:
        if not source.path:
            console.print(f"  not fetched  {source.source_id}: {source.title}", style="dim")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
