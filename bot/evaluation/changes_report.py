"""What an ingest has found new in the sources, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.changes import KINDS, Change, SourceChanges

if TYPE_CHECKING:
    from rich.console import Console

MOST = 20
"""Changes of a source that are listed one by one."""


def print_changes(changes: Sequence[SourceChanges], questions: Path, console: Console) -> None:
    """Prints what is new, and which questions of a file (if there is one) cite a page that has changed."""
    for source in changes:
        counted = {kind: sum(change.kind == kind for change in source.changes) for kind in KINDS}
        console.print(f"{source.source_id}: " + ", ".join(f"{n} {kind}" for kind, n in counted.items() if n))
        lines = list(change_lines(source.changes))
        for line in lines[:MOST]:
            console.print(f"  {line}")
        if len(lines) > MOST:
            console.print(f"  and {len(lines) - MOST} more")
    if not changes or not questions.is_file():
        return
    from bot.evaluation.touched import touched_cases
    from bot.questions.read import load
    from ingest.errors import QuestionsError

    try:
        touched = touched_cases(load(questions), changes)
    except QuestionsError as error:
        console.print(str(error))
        return
    if touched:
        console.print(f"Test questions of {questions.name} that cite a page that has changed:")
    for case, source_id, page in touched:
        console.print(f"  {case.id}: {source_id}/{page}: {case.question}")


def change_lines(changes: Sequence[Change]) -> Iterator[str]:
    """A line for each change; pages that moved together are told together."""

    def step(change: Change) -> tuple[str, int]:
        return change.kind, (change.page or 0) - (change.was or 0) if change.kind == "moved" else 0

    for (kind, _), some in groupby(changes, key=step):
        group = list(some)
        if kind == "moved" and len(group) > 1:
            first, last = group[0], group[-1]
            yield f"moved    {first.was}-{last.was} to {first.page}-{last.page}"
            continue
        for change in group:
            place = str(change.page if change.page is not None else change.was)
            if change.was is not None and change.page is not None and change.was != change.page:
                place = f"{change.was} to {change.page}"
            yield f"{kind:<8} {place}: {change.title or '(no title)'}"
