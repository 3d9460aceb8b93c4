"""Whether the evidence answers the question."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.compose import Group, has_type
from bot.question import Question
from bot.types import Hit, Outcome

SCORE_WEIGHT, SIMILARITY_WEIGHT, BIAS = 10.2, 6.0, -6.8
"""A logistic regression on the best page's score and the best statement's similarity.

Fitted on public questions: 810 with an answer in their corpus (SQuAD 2.0, PolicyQA, HotpotQA, MTRAG), 660
asked of another corpus than their own, and 400 of SQuAD 2.0 written to have no answer, at a weight of 0.3.
None of the questions about the presentation was used.
"""
LEAST = 0.15
"""Probability below which the answer is declined. The public questions are fuller than those asked of slides
("who founded Tiki"), so this is set on tests/calibration/decks.yaml, questions on ten other decks: 6 of its
99 answerable ones fall below."""
OUTSIDE = 0.05
"""Probability below which the subject is not that of the sources at all."""


def probability(hits: Sequence[Hit]) -> float:
    """How likely it is that the sources answer, 0 to 1, from what was found."""
    if not hits:
        return 0.0
    similarity = max((match.similarity for hit in hits for match in hit.matches), default=0.0)
    return 1 / (1 + math.exp(-(SCORE_WEIGHT * hits[0].score + SIMILARITY_WEIGHT * similarity + BIAS)))


def judge(question: Question, hits: Sequence[Hit], groups: Sequence[Group]) -> Outcome:
    """The outcome that the evidence allows."""
    likely = probability(hits)
    if not groups or likely < OUTSIDE:
        return "out_of_scope"
    if likely < LEAST or not any(
        has_type(question, line.passage.text) for group in groups for line in group.lines
    ):
        return "not_in_sources"
    return "answered"
