"""Whether the evidence answers the question."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.asked_for import has_type
from bot.compose import Group
from bot.depicted import is_only_announced
from bot.language.names import names_in_lower_case
from bot.language.regions import regions_in
from bot.language.translate import translate
from bot.question import Question, is_small_talk
from bot.refuse import refused
from bot.types import Hit, Outcome
from ingest.terms import fold, instruments, words

WEIGHTS: Mapping[str, float] = {
    "score": 3.13,
    "log_odds": 0.45,
    "statement": 0.25,
    "typed": 1.34,
}
BIAS = -0.64
"""A logistic regression of "the sources answer" on the evidence.

Fitted as tests/calibration/fit.py does, on questions about other material, every set counting the same:
invented slides that the reader did not learn from, MTRAG, ten lecture decks, ILO instruments and half of the
questions of tests/blind about decks and instruments. None about the presentation was used. AUROC, each set
judged by what was fitted on the others: 0.77, 0.76, 0.91, 0.92; the blind ones 0.94, 0.88, 0.91, 0.90.
"""
LEAST = 0.29
"""Probability below which the answer is declined: about 3 % of the answerable questions fitted on are below.
Names and figures that are not there decline some more."""
OUTSIDE = 0.11
"""Probability below which there is no answer whatever else is told: 0.5 % of them are below."""
CONCERNED = 0.2
"""Share of what a question names that one statement says in its context, by rarity, from which the sources
treat its subject. Of the questions without an answer on the deck, those on another subject reach 0.14; of
those on its subject, most exceed 0.25. It tells kinds of refusal apart, not answers from refusals."""
WHOLE = 0.99
"""Coverage from which a statement says all that a question names ("What is FORTER'ESS about?")."""

Knows = Callable[[str], bool]
"""Tells whether the sources say a name."""

_NAME = re.compile(r"(?<=[a-z,'’] )[A-Z][a-z]{2,}")
_FIRST = re.compile(r"(?:^|[.?!;:¿¡]\s*)([^\W\d_]+)")
"""The first word of each sentence."""


def names_in(text: str, language: str = "en") -> list[tuple[str, ...]]:
    """The names a question has, each with its ways to be said.

    In English a word capitalised within a sentence, abbreviations left out, or the name of a place typed in
    lower case; in a language with a lexicon a word whose English is a name. None in any other language.
    """
    if language == "en":
        typed = (word for word in words(text) if word in names_in_lower_case())
        regions = {word: names for region, names in regions_in(text) for word in region.split()}
        return [(name, *regions.get(name, ())) for name in (*_NAME.findall(text), *typed)]
    begin = set(_FIRST.findall(text))  # capitals that say nothing, unless the lexicon knows the word
    return [
        (piece.said, *piece.english)
        for piece in translate(text, language)
        if piece.english
        and _is_name(piece.english[0])
        and (not piece.guessed or piece.said not in begin or fold(piece.said) in names_in_lower_case())
    ]


def _is_name(english: str) -> bool:
    """Whether an English word is a name; names of several words ("Latin American") are not insisted on."""
    return english[0].isupper() and not english.isupper() and " " not in english


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What speaks for an answer, each figure the best of the pages unless it says otherwise."""

    score: float
    """Of the page found first."""
    log_odds: float
    """That the pages read answer, by the reader, on average."""
    statement: float
    """Log odds of the statement likeliest to answer, by the reader."""
    typed: float
    """1 if a best statement has the figure or date that is asked for, or none is asked for; otherwise 0."""


def evidence(hits: Sequence[Hit]) -> Evidence:
    """The evidence of the pages found; where none was read, reading speaks neither for nor against."""
    read = [hit.reading for hit in hits if hit.reading]
    return Evidence(
        score=hits[0].score if hits else 0.0,
        log_odds=sum(reading.log_odds for reading in read) / max(len(read), 1),
        statement=max((reading.statement for reading in read), default=0.0),
        typed=max((float(reading.typed) for reading in read), default=1.0),
    )


def probability(hits: Sequence[Hit]) -> float:
    """How likely it is that the sources answer, 0 to 1, from what was found."""
    if not hits:
        return 0.0
    told = evidence(hits)
    return 1 / (1 + math.exp(-BIAS - sum(w * getattr(told, name) for name, w in WEIGHTS.items())))


def is_their_subject(hits: Sequence[Hit]) -> bool:
    """Whether some statement of the pages found says much of what the question names."""
    return any(match.coverage_in_context >= CONCERNED for hit in hits for match in hit.matches)


def is_of_another_instrument(question: str, groups: Sequence[Group]) -> bool:
    """Whether a question names ILO instruments and what is quoted names none of them but others like them."""
    asked = set(instruments(question))
    if not asked:
        return False
    quoted = [line.passage.embedded_text for group in groups for line in group.lines]
    said = {each for text in quoted for each in instruments(text)}
    return not asked & said and bool({each[0] for each in asked} & {each[0] for each in said})


def judge(question: Question, hits: Sequence[Hit], groups: Sequence[Group], *, knows: Knows) -> Outcome:
    """The outcome that the evidence allows; a question with a name the sources do not say has no answer."""
    likely = probability(hits)
    if is_small_talk(question.text) or refused(question.text):
        return "out_of_scope"
    if not groups or likely < OUTSIDE:
        return "not_in_sources" if is_their_subject(hits) else "out_of_scope"
    if not all(any(knows(way) for way in ways) for ways in names_in(question.text, question.language)):
        return "not_in_sources"
    if is_only_announced(question.text, groups) or is_of_another_instrument(question.text, groups):
        return "not_in_sources"
    said_whole = any(match.coverage > WHOLE for match in hits[0].matches)
    if (likely < LEAST and not said_whole) or not any(
        has_type(question, line.passage.text) for group in groups for line in group.lines
    ):
        return "not_in_sources"
    return "answered"
