"""A question in a model's words, checked: a follow-up that stands alone, a question in English."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.language.identify import language_of
from bot.model.figures import figures
from bot.model.orders import is_order
from bot.model.prompts import Prompt, alone_prompt, english_prompt
from bot.model.verify import LANGUAGES
from bot.model.wording import content, wording
from bot.types import Turn
from ingest.terms import instruments

LONGEST = 300
"""Characters of the longest question taken from a model."""

Reply = Callable[[Prompt], str]
"""A model's whole reply to a prompt; empty when there is none."""


def standing_alone(question: str, history: Sequence[Turn], reply: Reply) -> str | None:
    """The follow-up as a question that stands alone; None if the model gives none that can be trusted.

    It has every name and number of the follow-up, none that was not said before, and its language.
    """
    said = _one_question(reply(alone_prompt(question, history)))
    language = language_of(question)
    if said is None or said == question or language not in LANGUAGES:
        return None
    before = "\n".join([question, *(turn.content for turn in history)])
    added = [word.said for word in content(said, language) if word.is_name]
    named = [word for word in content(question, language) if word.is_name]
    told, asked = wording(before, language), wording(said, language)
    keeps = all(asked.says(word) for word in named) and _numbers(question, language) <= _numbers(
        said, language
    )
    invents = any(not told.says(word) for word in content(said, language) if word.is_name and added)
    if not keeps or invents or not _numbers(said, language) <= _numbers(before, language):
        return None
    return said


def in_english(question: str, reply: Reply) -> str | None:
    """The question in English; None if the model gives none that can be trusted.

    It has the same numbers and instruments, and, where the lexicon can tell, the same names.
    """
    said = _one_question(reply(english_prompt(question)))
    language = language_of(question)
    if said is None or language_of(said) != "en":
        return None
    if _digits(said) != _digits(question) or set(instruments(said)) != set(instruments(question)):
        return None
    if language in LANGUAGES:
        named = [word for word in content(said, "en") if word.is_name]
        if any(not wording(question, language).says(word) for word in named):
            return None
    return said


def _one_question(text: str) -> str | None:
    """The reply if it is one line that may be a question, without quotation marks around it."""
    bare = text.strip().strip("\"“”'«» ")
    fits = bare and "\n" not in bare and len(bare) <= LONGEST and "://" not in bare
    return bare if fits and not is_order(bare) else None


def _numbers(text: str, language: str) -> set[tuple[object, int]]:
    return {(figure.value, figure.part) for figure in figures(text, language)}


def _digits(text: str) -> list[str]:
    return sorted(re.sub(r"\D", "", run) for run in re.findall(r"\d+(?:[.,  ]\d{3})*", text))
