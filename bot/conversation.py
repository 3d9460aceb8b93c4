"""A visitor's conversation: what was said, what is shown for it, and how an answer joins it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import monotonic
from typing import Final

from bot import message
from bot.types import Answer, Answerer, Turn
from ingest.errors import RapporteurError

log = logging.getLogger(__name__)

UPDATE_SECONDS: Final = 0.1
"""Least time between two updates of a growing answer: each one sends the whole conversation again."""


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A question and what was shown for it."""

    question: str
    shown: str
    """HTML of the message below the question."""
    answer: Answer | None = None
    """None while there are no words yet, and after a failure."""


Conversation = tuple[Exchange, ...]


def turns(conversation: Conversation) -> list[Turn]:
    """The conversation as plain texts, without the questions that failed."""
    out: list[Turn] = []
    for exchange in conversation:
        if exchange.answer is not None:
            out.append(Turn(role="user", content=exchange.question))
            out.append(Turn(role="assistant", content=exchange.answer.text))
    return out


def messages(conversation: Conversation) -> list[dict[str, str]]:
    """The conversation as the chat shows it."""
    return [
        {"role": role, "content": content}
        for exchange in conversation
        for role, content in (("user", message.question(exchange.question)), ("assistant", exchange.shown))
    ]


def converse(
    answerer: Answerer, text: str, before: Conversation, *, root: str = ""
) -> Iterator[Conversation]:
    """The conversation as the answer to `text` grows, about ten times a second; the last one is whole.

    A fault ends as a message that says so: it is logged, never raised and never shown as a refusal.
    """
    exchange = Exchange(question=text, shown=message.working())
    yield (*before, exchange)
    shown_at = 0.0
    try:
        for answer in answerer.stream(text, turns(before)):
            exchange = replace(exchange, shown=message.answer(answer, root=root), answer=answer)
            if answer.final or monotonic() - shown_at >= UPDATE_SECONDS:
                yield (*before, exchange)
                shown_at = monotonic()
        if exchange.answer is None:
            raise RuntimeError("the answerer gave no answer")
    except Exception as error:
        # The question stays out of the log: what people ask here is theirs.
        log.exception("An answer failed")
        known = str(error) if isinstance(error, RapporteurError) else ""
        yield (*before, replace(exchange, shown=message.failure(known), answer=None))
