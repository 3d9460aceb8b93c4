"""Commands about documents: fetched from the web, and how well files are read."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

    from bot.evaluation.bench_files import FileResult


@click.command(name="bench-files")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--reasons", is_flag=True, help="List every file that gave no text, with the reason.")
@click.option("--worst", type=click.IntRange(min=1), default=None, help="List so many of lowest recall.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), default=None, help="Write all here.")
def bench_files(*, folder: Path, reasons: bool, worst: int | None, json_file: Path | None) -> None:
    """Read every file that FOLDER/manifest.jsonl lists and print by format how it went.

    Recall and order are of the words in FOLDER/pairs.jsonl: the share that was read, and read in that order.
    """
    from rich.console import Console

    from bot.evaluation.bench_files import read_folder
    from bot.terminal import progress_bar
    from ingest.settings import Settings

    settings = Settings.read()
    console = Console(markup=False, highlight=False)
    with progress_bar(console) as progress:
        results = read_folder(folder, settings.limits, progress)
    _print(results, console, reasons=reasons, worst=worst)
    if json_file:
        json_file.parent.mkdir(parents=True, exist_ok=True)
        data = {"limits": settings.limits.as_dict(), "files": [asdict(result) for result in results]}
        json_file.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def _print(results: list[FileResult], console: Console, *, reasons: bool, worst: int | None) -> None:
    from rich.table import Table

    from bot.evaluation.bench_files import OUTCOMES, summaries

    table = Table(
        "format",
        "files",
        *OUTCOMES,
        "seconds",
        "slowest",
        "pairs",
        "recall",
        "order",
        box=None,
        pad_edge=False,
    )
    for one in summaries(results):
        table.add_row(
            one.kind,
            str(one.files),
            *(str(one.outcomes[outcome]) for outcome in OUTCOMES),
            f"{one.seconds:.1f}",
            f"{one.slowest:.1f}",
            str(one.pairs),
            "-" if one.recall is None else f"{one.recall:.3f}",
            "-" if one.order is None else f"{one.order:.3f}",
        )
    console.width = max(console.width, 110)
    console.print(table)
    if reasons:
        for result in results:
            if result.outcome != "text":
                console.print(f"{result.outcome}: {result.file}: {result.reason}", soft_wrap=True)
    if worst:
        measured = sorted((r for r in results if r.recall is not None), key=lambda r: r.recall or 0.0)
        for result in measured[:worst]:
            order = "" if result.order is None else f", order {result.order:.3f}"
            console.print(f"recall {result.recall:.3f}{order}: {result.file}", soft_wrap=True)


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--json", "json_file", type=click.Path(path_type=Path), default=None, help="Write all here.")
def fetch(*, ids: tuple[str, ...], json_file: Path | None) -> None:
    """Fetch what the manifest and the slides link to (or the sources of IDS) into the corpus.

    Only from the hosts that `[fetch]` in sources.toml allows. A file placed by hand is left alone.
    """
    from rich.console import Console
    from rich.table import Table

    from bot.terminal import progress_bar
    from ingest.errors import CorpusError
    from ingest.fetch import STATES
    from ingest.fetch import fetch as run
    from ingest.intake import sources_with_links
    from ingest.settings import Settings
    from ingest.sources import MANIFEST, read_fetching
    from ingest.web import Web, WebPolicy

    settings = Settings.read()
    folder = settings.corpus_path
    if not folder.is_dir():
        raise CorpusError(f"Documents are fetched into a corpus folder, and {str(folder)!r} is none.")
    allowed = read_fetching(folder)
    if not allowed.hosts:
        raise CorpusError(
            f"{str(folder / MANIFEST)!r} allows no host to be asked. Name those that may be: [fetch] with "
            'hosts = ["ilo.org", "un.org"]'
        )
    sources = sources_with_links(settings)
    unknown = set(ids) - {source.source_id for source in sources}
    if unknown:
        raise CorpusError(
            f"There is no source {min(unknown)!r} in {str(folder)!r}, and no slide links to one."
        )
    web = Web(
        policy=WebPolicy(
            hosts=frozenset(allowed.hosts),
            by_hand=frozenset(allowed.by_hand),
            megabytes=allowed.megabytes,
            seconds=allowed.seconds,
        )
    )
    console = Console(markup=False, highlight=False)
    with progress_bar(console) as progress:
        outcomes = run(folder, [s for s in sources if not ids or s.source_id in ids], web, progress=progress)
    table = Table("source", "state", "file or reason", box=None, pad_edge=False)
    for outcome in sorted(outcomes, key=lambda outcome: STATES.index(outcome.state)):
        table.add_row(outcome.source.source_id, outcome.state, outcome.detail)
    console.print(table)
    counted = {state: sum(o.state == state for o in outcomes) for state in STATES}
    console.print(
        ", ".join(f"{count} {state}" for state, count in counted.items() if count) or "nothing to fetch"
    )
    if counted["fetched"] or counted["changed"]:
        console.print("Take them in: rapporteur ingest")
    if json_file:
        rows = [
            {"id": o.source.source_id, "url": o.source.url, "state": o.state, "detail": o.detail}
            for o in outcomes
        ]
        json_file.parent.mkdir(parents=True, exist_ok=True)
        json_file.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
