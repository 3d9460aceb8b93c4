"""Test questions as a table, for people who work in spreadsheets; there and back nothing is lost."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.questions.cases import Case, Evidence
from bot.questions.read import parse
from bot.questions.read_yaml import CASE_KEYS, as_yaml
from bot.questions.write import EMPTY
from ingest.errors import QuestionsError

LISTED = ("history", "evidence", "near", "facts", "forbidden", "variants")
"""Columns that have one item a line."""
NEWLINE = "␤"
"""Stands for a line break within an item, whose own line ends the item."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PAIRED = {"history": ("role", "content", ": "), "variants": ("language", "question", ": ")}


def to_csv(cases: Sequence[Case]) -> str:
    """The questions as CSV, a row each, columns named as the keys of the YAML.

    Items of a list are lines of a cell: "source | page | quote" for evidence, "user: what was said" for
    history, "fr: question" for variants, a pattern a line for facts. A cell that a spreadsheet would take for
    a formula starts with an apostrophe, which `from_csv` takes away. Raises QuestionsError for a text that
    has the sign for a line break itself.
    """
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow(CASE_KEYS)
    for case in cases:
        table.writerow([_guarded(_cell(case, key)) for key in CASE_KEYS])
    return "\ufeff" + file.getvalue()  # the mark tells Excel that it is UTF-8


def from_csv(text: str, file: Path) -> tuple[Case, ...]:
    """The questions of a table; `file` is what its problems are reported under.

    Columns may stand in any order and be missing; the separator may be a comma, a semicolon or a tab. Raises
    QuestionsError, which lists every problem with its row.
    """
    text = text.removeprefix("\ufeff")
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False))
    if not rows or "id" not in rows[0]:
        raise QuestionsError(
            f"{str(file)!r} has no row of names with 'id' in it. Make a table to start from: "
            "rapporteur questions export FILE.csv"
        )
    names = [name.strip() for name in rows[0]]
    if unknown := [name for name in names if name and name not in CASE_KEYS]:
        raise QuestionsError(f"{str(file)!r} has a column {unknown[0]!r}; known are {', '.join(CASE_KEYS)}.")
    items = [
        (number, _item(dict(zip(names, row, strict=False))))
        for number, row in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in row)
    ]
    written = [as_yaml([item]) for _, item in items]
    starts: list[int] = []
    at = EMPTY.count("\n") + 1
    for one in written:
        starts.append(at)
        at += one.count("\n")
    try:
        return parse(EMPTY + "".join(written), file).cases
    except QuestionsError as error:
        raise QuestionsError(_with_rows(str(error), file, starts, [number for number, _ in items])) from None


def _with_rows(message: str, file: Path, starts: Sequence[int], rows: Sequence[int]) -> str:
    """The message with rows of the table for lines of the YAML that was made of it."""

    def row(found: re.Match[str]) -> str:
        line = int(found[1])
        index = max((n for n, start in enumerate(starts) if start <= line), default=0)
        return f"{file}, row {rows[index]}:"

    told = re.sub(re.escape(str(file)) + r":(\d+):", row, message)

    def other(found: re.Match[str]) -> str:
        line = int(found[1])
        return f"in row {rows[max((n for n, start in enumerate(starts) if start <= line), default=0)]}"

    return re.sub(r"on line (\d+)", other, told)


def _cell(case: Case, key: str) -> str:
    match key:
        case "evidence" | "near":
            found: tuple[Evidence, ...] = getattr(case, key)
            lines = [" | ".join([e.source, str(e.page), *([e.quote] if e.quote else [])]) for e in found]
        case "history":
            lines = [f"{turn.role}: {turn.content}" for turn in case.history]
        case "variants":
            lines = [f"{each.language}: {each.question}" for each in case.variants]
        case "facts" | "forbidden":
            lines = list(getattr(case, key))
        case _:
            return str(getattr(case, key) or "")
    if any(NEWLINE in line for line in lines):
        raise QuestionsError(f"Question {case.id!r} has the sign {NEWLINE!r}, which a table needs.")
    return "\n".join(line.replace("\n", NEWLINE) for line in lines)


def _item(row: Mapping[str, str]) -> dict[str, object]:
    """The keys and values of a row, ready to be written as YAML; what is empty is left out."""
    item: dict[str, object] = {}
    for key in CASE_KEYS:
        cell = _unguarded(row.get(key, "")).replace("\r\n", "\n").strip()
        if not cell:
            continue
        if key not in LISTED:
            item[key] = cell
            continue
        lines = [line.replace(NEWLINE, "\n") for line in cell.split("\n") if line.strip()]
        if key in ("facts", "forbidden"):
            item[key] = lines
        elif key in _PAIRED:
            first, second, between = _PAIRED[key]
            parted = [line.partition(between) for line in lines]
            item[key] = [{first: one.strip(), second: other} for one, _, other in parted]
        else:
            item[key] = [
                dict(zip(("source", "page", "quote"), map(str.strip, line.split(" | ", 2)), strict=False))
                for line in lines
            ]
    return item


def _guarded(cell: str) -> str:
    """The cell so that no spreadsheet runs it."""
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA, "'")) else cell
