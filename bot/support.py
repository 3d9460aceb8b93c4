"""Whether the evidence answers the question."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from bot.compose import Group, has_type
from bot.question import Question
from bot.types import Hit, Outcome

SCORE_WEIGHT, SIMILARITY_WEIGHT, BIAS = 10.2, 6.0, -6.8
"""A logistic regression on the best page's score and the best statement's similarity.

Fitted on public questions: 810 with an answer in their corpus (SQuAD 2.0, PolicyQA, HotpotQA, MTRAG), 660
asked of another corpus than their own, and 400 of SQuAD 2.0 written to have no answer, at a weight of 0.3.
None of the questions about the presentation was used.
"""
WHOLE = 0.99
"""Coverage from which a statement says all that a question names ("What is FORTER'ESS about?")."""

Knows = Callable[[str], bool]
_NAME = re.compile(r"(?<=[a-z,'’] )[A-Z][a-z]{2,}")

LEAST = 0.15
"""Probability below which the answer is declined. The public questions are fuller than those asked of slides
("who founded Tiki"), so this is set on tests/calibration/decks.yaml, questions on ten other decks: 6 of its
99 answerable ones fall below."""
OUTSIDE = 0.05
"""Probability below which the subject is not that of the sources at all."""


def names_in(text: str) -> list[str]:
    """The words of a question that are written as names: capitalised within a sentence, not an abbreviation."""
    return _NAME.findall(text)


def probability(hits: Sequence[Hit]) -> float:
    """How likely it is that the sources answer, 0 to 1, from what was found."""
    if not hits:
        return 0.0
    similarity = max((match.similarity for hit in hits for match in hit.matches), default=0.0)
    return 1 / (1 + math.exp(-(SCORE_WEIGHT * hits[0].score + SIMILARITY_WEIGHT * similarity + BIAS)))


def judge(question: Question, hits: Sequence[Hit], groups: Sequence[Group], *, knows: Knows) -> Outcome:
    """The outcome that the evidence allows; a question about a name that the sources do not say has no answer."""
    likely = probability(hits)
    if not groups or likely < OUTSIDE:
        return "out_of_scope"
    if question.language == "en" and not all(knows(name) for name in names_in(question.text)):
        return "not_in_sources"
    said_whole = any(match.coverage > WHOLE for match in hits[0].matches)
    if (likely < LEAST and not said_whole) or not any(
        has_type(question, line.passage.text) for group in groups for line in group.lines
    ):
        return "not_in_sources"
    return "answered"
