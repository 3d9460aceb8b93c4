"""What a dataset of test questions is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bot.types import Turn

Expect = Literal["answer", "decline"]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A page that answers, or that comes near."""

    source: str
    """As the file names it: a source's id, or the name of its file with or without the suffix."""
    page: int
    """1-based."""
    quote: str = ""
    """The words of the page that answer; empty when the whole page is meant."""
    line: int = field(default=0, compare=False)
    """Where it stands in the file, 1-based; 0 when it was not read from one."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One test question with what is expected of its answer."""

    id: str
    question: str
    language: str
    """ISO 639-1 code of the question."""
    type: str
    """What kind of question it is, in a word of the author's choice; figures are also given by type."""
    expect: Expect
    """Whether the corpus answers it; if not, a good answer says so."""
    asker: str = ""
    """The group that would ask it."""
    manner: str = ""
    """How it should be answered or declined, for a person reading the answers; nothing is computed of it."""
    history: tuple[Turn, ...] = ()
    """The conversation before it; a case with a history is a follow-up."""
    evidence: tuple[Evidence, ...] = ()
    """Every page that answers."""
    near: tuple[Evidence, ...] = ()
    """Pages that a decline may point to."""
    facts: tuple[str, ...] = ()
    """Regular expressions, each of which a right answer matches."""
    forbidden: tuple[str, ...] = ()
    """Regular expressions that no right answer matches."""
    reference: str = ""
    """A right answer in a person's words."""
    note: str = ""
    answered_by: str = ""
    """Where a question that the corpus does not answer is answered."""
    line: int = field(default=0, compare=False)
    """Where it stands in the file, 1-based; 0 when it was not read from one."""


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """The test questions of one file, in its order."""

    path: Path
    cases: tuple[Case, ...]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something wrong with a file of test questions."""

    path: Path
    line: int
    """1-based."""
    case_id: str
    """Empty when it belongs to no one question."""
    message: str

    def __str__(self) -> str:
        case = f"{self.case_id}: " if self.case_id else ""
        return f"{self.path}:{self.line}: {case}{self.message}"
