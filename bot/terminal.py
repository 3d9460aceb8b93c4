"""What commands show on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ingest.build import Progress as Told

TABLE_WIDTH = 140
"""Characters the tables of figures need."""


def wide_console() -> Console:
    """A console for tables: a figure cut off from its n is worse than a long line."""
    console = Console(markup=False, highlight=False)
    console.width = max(console.width, TABLE_WIDTH)
    return console


@contextmanager
def progress_bar(console: Console) -> Iterator[Told]:
    """Shows how far each stage is, on a terminal."""
    columns = (
        TextColumn("{task.description:<24}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield progress
