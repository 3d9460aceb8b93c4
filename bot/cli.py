"""The command line: rapporteur ingest, ask, serve, doctor; what measures is in `cli_eval.py`."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import cli_eval, cli_questions
from bot.cli_documents import bench_files, fetch
from ingest.errors import RapporteurError

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


cli_eval.register(main)
cli_questions.register(main)
main.add_command(bench_files)
main.add_command(fetch)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def ingest(paths: tuple[Path, ...]) -> None:
    """Read the corpus (or the files and folders at PATHS) into the index."""
    from rich.console import Console

    from bot.evaluation.changes_report import print_changes
    from bot.terminal import progress_bar
    from bot.wire import Bot, has_suggestions
    from ingest.build import ingest as build
    from ingest.settings import Settings

    settings = Settings.read()
    console = Console(markup=False, highlight=False)
    with progress_bar(console) as progress:
        report = build(settings, paths, progress=progress)
        if not has_suggestions(settings):
            bot = Bot(settings)
            bot.make_suggestions(lambda done, total: progress("questions to suggest", done, total))
    _print_ingest(report, console)
    print_changes(report.changes, cli_eval.questions_file(settings), console)


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
        bot.quote(question)
    bot.prepare()
    import ui

    app = ui.create_app(bot.site())
    ui.serve(app, host or settings.host, int(settings.port) if port is None else port)


@main.command()
@click.option("--csv", "as_table", is_flag=True, help="Print a table for a spreadsheet.")
def feedback(*, as_table: bool) -> None:
    """Print the feedback readers chose to send, one JSON object a line."""
    from bot.page.feedback import as_csv, as_json_lines
    from bot.wire import feedback_file
    from ingest.settings import Settings

    given, broken = feedback_file(Settings.read()).read()
    click.echo((as_csv if as_table else as_json_lines)(given), nl=False)
    click.echo(f"{len(given)} given.", err=True)
    if broken:
        click.echo(f"{broken} lines could not be read and were left out.", err=True)


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
