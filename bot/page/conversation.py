"""A visitor's conversation: what was said, how an answer joins it, and how the browser keeps it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import monotonic
from typing import Final, Literal

from pydantic import TypeAdapter, ValidationError

from bot.types import Answer, Answerer, Turn
from ingest.errors import ConversationError, RapporteurError

log = logging.getLogger(__name__)

UPDATE_SECONDS: Final = 0.1
"""Least time between two updates of a growing answer: each one sends the whole conversation again."""
MOST_CHARS: Final = 2_000_000
"""Longest kept conversation that is read, in characters: some hundred long answers."""

State = Literal["working", "growing", "whole", "stopped", "failed"]
"""Of an exchange: no words yet, some words, all words, cut off by the visitor, ended by a fault of ours."""


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A question and what came of it."""

    question: str
    answer: Answer | None = None
    """None while there are no words yet, after a stop before the first ones, and after a failure."""
    state: State = "working"
    fault: str = ""
    """What failed, where a person can put it right."""
    asked: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="minutes"))
    """When, ISO 8601 in UTC."""


Conversation = tuple[Exchange, ...]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What the browser keeps of a conversation and sends along with the next question."""

    exchanges: Conversation = ()
    scope: tuple[str, ...] = ()
    """Ids of the sources to answer from; empty for all."""


_KEPT: Final = TypeAdapter(Kept)
_EXCHANGE: Final = TypeAdapter(Exchange)


def read_kept(text: str) -> Kept:
    """What a browser kept. Raises ConversationError when it is too long or was not written by this page."""
    if len(text) > MOST_CHARS:
        raise ConversationError(
            f"The conversation has {len(text):,} characters, more than {MOST_CHARS:,}. Begin a new one."
        )
    try:
        return _KEPT.validate_json(text) if text.strip() else Kept()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "its beginning"
        raise ConversationError(
            f"The conversation the browser kept cannot be read ({where!r}: {first['msg']}). Begin a new one."
        ) from error


def write_exchange(exchange: Exchange) -> str:
    """The exchange as the browser keeps it, JSON that `read_kept` reads; the pages searched are left out."""
    return _EXCHANGE.dump_json(exchange, exclude={"answer": {"hits"}}).decode()


def turns(conversation: Conversation) -> list[Turn]:
    """The conversation as plain texts, without the questions that failed."""
    out: list[Turn] = []
    for exchange in conversation:
        if exchange.answer is not None:
            out.append(Turn(role="user", content=exchange.question))
            out.append(Turn(role="assistant", content=exchange.answer.text))
    return out


def converse(
    answerer: Answerer, text: str, before: Conversation, *, scope: tuple[str, ...] = ()
) -> Iterator[Conversation]:
    """The conversation as the answer to `text` grows, about ten times a second; the last one is whole.

    A fault ends as an exchange that says so: it is logged, never raised and never shown as a refusal.
    """
    exchange = Exchange(question=text)
    yield (*before, exchange)
    shown_at = 0.0
    try:
        for answer in answerer.stream(text, turns(before), scope=scope):
            exchange = replace(exchange, answer=answer, state="whole" if answer.final else "growing")
            if answer.final or monotonic() - shown_at >= UPDATE_SECONDS:
                yield (*before, exchange)
                shown_at = monotonic()
        if exchange.answer is None:
            raise RuntimeError("the answerer gave no answer")
    except Exception as error:
        # The question stays out of the log: what people ask here is theirs.
        log.exception("An answer failed")
        known = str(error) if isinstance(error, RapporteurError) else ""
        yield (*before, replace(exchange, answer=None, state="failed", fault=known))


def stopped(conversation: Conversation) -> Conversation:
    """The conversation with its last answer cut off where it was, if it was not whole."""
    if not conversation or conversation[-1].state not in ("working", "growing"):
        return conversation
    return (*conversation[:-1], replace(conversation[-1], state="stopped"))
