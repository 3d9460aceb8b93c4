"""What readers chose to say of an answer, one JSON object a line in one file of the home folder."""

from __future__ import annotations

import csv
import io
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final, Literal

from pydantic import TypeAdapter, ValidationError

from bot.types import Outcome
from ingest.errors import FeedbackError

Verdict = Literal["helpful", "not_helpful"]
Reason = Literal["wrong", "incomplete", "source", "refused", "unclear", "other"]
"""Not what was asked; not all of it; the cited slide does not say it; should have been answered; hard to
understand; something else."""
Group = Literal["", "government", "employers", "workers", "sse", "un", "other"]
"""What the reader asks as; empty when they prefer not to say."""

REASONS: Final[tuple[Reason, ...]] = ("wrong", "incomplete", "source", "refused", "unclear", "other")
GROUPS: Final[tuple[Group, ...]] = ("", "government", "employers", "workers", "sse", "un", "other")
MOST_COMMENT: Final = 4000
"""Longest remark that is stored, in characters."""
MOST_TEXT: Final = 100_000
"""Longest question or answer that is stored, in characters."""


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """One reader's word on one answer: nothing that tells who the reader is."""

    verdict: Verdict
    question: str
    answer: str
    """Its text, Markdown."""
    outcome: Outcome | Literal["failed"]
    cited: tuple[str, ...] = ()
    """The pages cited, as "source/page"."""
    reason: Reason | None = None
    comment: str = ""
    group: Group = ""
    language: str = "en"
    """ISO 639-1 code of the page it was given on."""
    day: str = ""
    """ISO 8601 date: the day, never the time."""
    build: str = ""
    """The index that answered."""


_FEEDBACK: Final = TypeAdapter(Feedback)


def read_feedback(text: str) -> Feedback:
    """The feedback a page sent. Raises FeedbackError when it is not one, or too long."""
    try:
        feedback = _FEEDBACK.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "its beginning"
        raise FeedbackError(f"This is no feedback ({where!r}: {first['msg']}).") from error
    if len(feedback.comment) > MOST_COMMENT:
        raise FeedbackError(
            f"A remark can have at most {MOST_COMMENT:,} characters; this one has {len(feedback.comment):,}."
        )
    if len(feedback.question) + len(feedback.answer) > MOST_TEXT:
        raise FeedbackError(f"Question and answer have more than {MOST_TEXT:,} characters.")
    return feedback


class FeedbackFile:
    """The file the feedback is kept in. Safe to share between threads of one process."""

    def __init__(self, path: Path) -> None:
        """Nothing is written before the first `save`."""
        self._path = path
        self._lock = threading.Lock()

    def save(self, feedback: Feedback) -> None:
        """Adds a line, and returns when it is on the disk. Raises FeedbackError when it cannot be written."""
        line = _FEEDBACK.dump_json(feedback) + b"\n"
        try:
            with self._lock:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with self._path.open("ab+") as file:
                    if file.tell() and not _ends_a_line(file):
                        line = b"\n" + line  # an earlier one was cut short by a crash
                    file.write(line)
                    file.flush()
                    os.fsync(file.fileno())
        except OSError as error:
            raise FeedbackError(
                f"Feedback cannot be written to {str(self._path)!r}: {error.strerror}."
            ) from error

    def read(self) -> tuple[list[Feedback], int]:
        """All of it, oldest first, and how many lines could not be read. Raises FeedbackError."""
        if not self._path.is_file():
            return [], 0
        try:
            lines = self._path.read_bytes().splitlines()
        except OSError as error:
            raise FeedbackError(f"{str(self._path)!r} cannot be read: {error.strerror}.") from error
        found: list[Feedback] = []
        broken = 0
        for line in lines:
            try:
                found.append(_FEEDBACK.validate_json(line))
            except ValidationError:
                broken += bool(line.strip())
        return found, broken


def _ends_a_line(file: io.BufferedRandom) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def as_json_lines(given: Sequence[Feedback]) -> str:
    """The feedback as JSON, one object a line."""
    return "".join(_FEEDBACK.dump_json(feedback).decode() + "\n" for feedback in given)


def as_csv(given: Sequence[Feedback]) -> str:
    """The feedback as a table for a spreadsheet, a row each; no cell is ever taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [each.name for each in fields(Feedback)]
    writer.writerow(names)
    for feedback in given:
        writer.writerow([_cell(getattr(feedback, name)) for name in names])
    return out.getvalue()


def _cell(value: object) -> str:
    text = " ".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)
    # Spreadsheets run what begins like this (OWASP, "CSV Injection").
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
