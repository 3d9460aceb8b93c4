"""Whether the evidence answers the question."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from bot.compose import Group, has_type
from bot.question import Question, is_small_talk
from bot.translate import translate
from bot.types import Hit, Outcome

SCORE_WEIGHT, SIMILARITY_WEIGHT, BIAS = 0.65, 5.09, -3.0
"""A logistic regression of "the sources answer" on the best page's score and the best statement's similarity.

Fitted by tests/calibration/fit.py on 270 questions about other material: ten lecture decks and 31 ILO
instruments, 170 of them answerable, most of the others near misses. None about the presentation was used.
AUROC 0.70 and 0.70: enough to know another subject, not enough to know a near miss.
"""
LEAST = 0.35
"""Probability below which the answer is declined: of the answerable questions fitted on, 3 % of those on
the decks and 4 % of those on the instruments fall below it."""
OUTSIDE = 0.2
"""Probability below which the subject is another: no answerable question fitted on is below."""
WHOLE = 0.99
"""Coverage from which a statement says all that a question names ("What is FORTER'ESS about?")."""

Knows = Callable[[str], bool]
"""Tells whether the sources say a name."""

_NAME = re.compile(r"(?<=[a-z,'’] )[A-Z][a-z]{2,}")


def names_in(text: str, language: str = "en") -> list[tuple[str, ...]]:
    """The names a question has, each with its ways to be said.

    In English a word capitalised within a sentence, abbreviations left out; in a language with a lexicon a
    word whose English is a name. None in any other language.
    """
    if language == "en":
        return [(name,) for name in _NAME.findall(text)]
    pieces = translate(text, language)
    return [(piece.said, *piece.english) for piece in pieces if piece.english and _is_name(piece.english[0])]


def _is_name(english: str) -> bool:
    """Whether an English word is a name; names of several words ("Latin American") are not insisted on."""
    return english[0].isupper() and not english.isupper() and " " not in english


def evidence(hits: Sequence[Hit]) -> tuple[float, float]:
    """The best page's score and the best statement's similarity; nothing found is no evidence."""
    similarity = max((match.similarity for hit in hits for match in hit.matches), default=0.0)
    return (hits[0].score if hits else 0.0), similarity


def probability(hits: Sequence[Hit]) -> float:
    """How likely it is that the sources answer, 0 to 1, from what was found."""
    if not hits:
        return 0.0
    score, similarity = evidence(hits)
    return 1 / (1 + math.exp(-(SCORE_WEIGHT * score + SIMILARITY_WEIGHT * similarity + BIAS)))


def judge(question: Question, hits: Sequence[Hit], groups: Sequence[Group], *, knows: Knows) -> Outcome:
    """The outcome that the evidence allows; a question with a name the sources do not say has no answer."""
    likely = probability(hits)
    if not groups or likely < OUTSIDE or is_small_talk(question.text):
        return "out_of_scope"
    if not all(any(knows(way) for way in ways) for ways in names_in(question.text, question.language)):
        return "not_in_sources"
    said_whole = any(match.coverage > WHOLE for match in hits[0].matches)
    if (likely < LEAST and not said_whole) or not any(
        has_type(question, line.passage.text) for group in groups for line in group.lines
    ):
        return "not_in_sources"
    return "answered"
