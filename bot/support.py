"""Whether the evidence answers the question."""

from __future__ import annotations

from collections.abc import Sequence

from bot.compose import Group
from bot.question import Question
from bot.types import Hit, Outcome


def judge(question: Question, hits: Sequence[Hit], groups: Sequence[Group]) -> Outcome:
    """The outcome that the evidence allows."""
    if not groups:
        return "not_in_sources"
    return "answered"
