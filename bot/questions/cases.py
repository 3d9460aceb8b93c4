"""What a dataset of test questions is made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from bot.types import DECLINED, Answer, Turn

Expect = Literal["answer", "decline"]
Kind = Literal["not_in_sources", "out_of_scope", "position", "advice", "personal_data", "about_bot", "task"]
"""How a question is declined: an outcome without an answer, or what it asks for that is refused."""
KINDS: tuple[Kind, ...] = get_args(Kind)
BY_MANNER: Mapping[str, frozenset[Kind]] = {
    "decline_and_point": frozenset({"not_in_sources", "advice"}),
    "decline_neutral": frozenset({"position"}),
    "refuse": frozenset({"personal_data", "about_bot", "task", "advice", "out_of_scope"}),
}
"""Kinds that fit a manner, for questions that name no kind; a manner that is not here fits any."""


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
class Variant:
    """The same question in other words or another language."""

    language: str
    """ISO 639-1 code."""
    question: str


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
    """How it should be answered or declined; of a decline it says which kinds fit (`BY_MANNER`)."""
    refusal: Kind | None = None
    """The one kind of decline that is right; None where the question names none."""
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
    variants: tuple[Variant, ...] = ()
    """The same question, to be answered from the same pages."""
    line: int = field(default=0, compare=False)
    """Where it stands in the file, 1-based; 0 when it was not read from one."""

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of decline that are right; empty where any is, or an answer is expected."""
        if self.expect == "answer":
            return frozenset()
        return frozenset({self.refusal}) if self.refusal else BY_MANNER.get(self.manner, frozenset())


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


def kind_of(answer: Answer) -> str | None:
    """How a question was declined: what was refused, or else the outcome; None for an answer."""
    return (answer.refusal or answer.outcome) if answer.outcome in DECLINED else None


def found(patterns: Iterable[str], text: str) -> tuple[str, ...]:
    """Those of the regular expressions that occur somewhere in the text, in any letter case.

    `text` is the `plain_text` of an answer: `^` is the start of the whole answer, and `.` stays within one
    line of it.
    """
    return tuple(
        pattern
        for pattern in patterns
        if re.search(unicodedata.normalize("NFC", pattern), text, flags=re.IGNORECASE)
    )
