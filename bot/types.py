"""What a conversation is made of: turns, hits, citations, answers."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from ingest.types import Passage, Unit

Outcome = Literal["answered", "partly", "not_in_sources", "out_of_scope"]
DECLINED: tuple[Outcome, ...] = ("not_in_sources", "out_of_scope")
Refusal = Literal["position", "advice", "personal_data", "about_bot", "task"]
"""What a question asks for that is refused whatever the sources say; its outcome is `out_of_scope`."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, kw_only=True)
class Match:
    """A statement beside the question."""

    passage: Passage
    similarity: float
    """Cosine of the question with the statement in its context, -1 to 1."""
    coverage: float
    """Share of the question's terms that stand in the statement itself, weighted by rarity, 0 to 1."""
    coverage_in_context: float
    """The same with the slide's title and the list's lead-in read along, 0 to 1."""
    score: float
    """Fused evidence that this statement answers, about 0 to 1; comparable within one question."""
    about: float = 1.0
    """Share of what the question is restricted to (a side of a comparison, a name) that is said in the
    statement or above it, weighted by rarity, 0 to 1; 1 for a question that is not restricted."""


def chance(log_odds: float) -> float:
    """The probability that log odds stand for, 0 to 1."""
    return 1 / (1 + math.exp(-log_odds))


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a page tells of a question once it is read: its section, and its best statements."""

    log_odds: float
    """Logarithm of the odds that the section answers, by the reader."""
    statements: tuple[float, ...] = ()
    """The same of each of the page's best statements, in the order of its matches, under its headings."""
    typed: bool
    """Whether its best statement has a figure when one is asked for, or a date."""

    @property
    def probability(self) -> float:
        """The chance that the section answers, by the reader, 0 to 1."""
        return chance(self.log_odds)

    @property
    def statement(self) -> float:
        """The log odds of the statement likeliest to answer; the section's where no statement was read."""
        return max(self.statements, default=self.log_odds)


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A page that may answer, with its statements."""

    source_id: str
    page: int
    score: float
    """Fused evidence of the page, 0 to 1; comparable within one question."""
    matches: tuple[Match, ...] = ()
    """Its statements, best first."""
    reading: Reading | None = None
    """What reading it told; None for a page that was not read."""


@dataclass(frozen=True, kw_only=True)
class Citation:
    """An exact quotation and where it stands."""

    marker: int
    """1-based: the `[n]` of the answer's text."""
    source_id: str
    page: int
    """1-based number of the page."""
    unit: Unit
    title: str
    """The page's title."""
    source_title: str
    quote: str
    start: int
    end: int
    """Characters into the page's text, half-open."""
    url: str
    """Opens the page with the quote highlighted, relative to the root of the chat page's site."""
    language: str = ""
    """ISO 639-1 code of the quotation; empty when unknown."""
    date: str = ""
    """Of the source, ISO 8601, as precise as known; empty when unknown."""


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """A page worth opening that is not offered as an answer."""

    source_id: str
    page: int
    unit: Unit
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A document that was not read and may hold what the sources do not say."""

    source_id: str
    title: str
    publisher: str
    date: str
    """ISO 8601, as precise as known; empty when unknown."""
    url: str
    """Where the public finds it; empty when no address is known."""
    is_later: bool
    """Whether it is newer than all that was read."""


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What a language model was asked for one answer, all its requests together."""

    model: str
    """As it was set: "ollama:qwen3:8b"."""
    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    """As the provider counts them; 0 where it does not tell."""
    kept: int = 0
    """Sentences of its reply that were shown."""
    cut: int = 0
    """Sentences that were not: what they cite does not say them."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the reader is told, with everything it rests on."""

    question: str
    text: str
    """Markdown; every `[n]` in it is the marker of one of `citations`."""
    outcome: Outcome
    language: str
    """ISO 639-1 code of the question."""
    citations: tuple[Citation, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    """The nearest pages, when the sources do not answer."""
    references: tuple[Reference, ...] = ()
    """Documents named by the manifest that may say more, when the sources do not answer."""
    refusal: Refusal | None = None
    """What was asked for, when that is why there is no answer."""
    hits: tuple[Hit, ...] = ()
    understood_as: str | None = None
    """The question that was searched for, when it is not the one typed (a follow-up, say)."""
    dropped: tuple[str, ...] = ()
    """What was left out of the answer and why."""
    remarks: tuple[str, ...] = ()
    """The bot's own sentences in `text`, Markdown: what was not found, as of when."""
    usage: Usage | None = None
    """What a language model was asked; None where none is set."""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    final: bool = True
    """False while the answer is still growing."""


class Retriever(Protocol):
    """Finds the pages that may answer."""

    def retrieve(self, question: str, history: Sequence[Turn] = ()) -> list[Hit]:
        """Pages, best first, each once."""
        ...


class Answerer(Protocol):
    """Answers."""

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, scope: Collection[str] = ()
    ) -> Iterator[Answer]:
        """The answer as it grows; the last one is final.

        `scope` are the ids of the sources it may be taken from; all of them when it is empty.
        """
        ...
