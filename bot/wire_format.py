"""Answers as JSON: the shape that `ask --json`, the evaluation and anything that calls them agree on."""

from __future__ import annotations

from typing import TypedDict

from bot.types import Answer, Citation, Hit, Outcome, Pointer, Reference, Refusal, Usage


class CitationJson(TypedDict):
    """A `Citation`; `page`, `start` and `end` count as there."""

    marker: int
    source: str
    page: int
    title: str
    quote: str
    start: int
    end: int
    url: str


class HitJson(TypedDict):
    """A `Hit` without its statements."""

    source: str
    page: int
    score: float


class PointerJson(TypedDict):
    """A `Pointer`."""

    source: str
    page: int
    title: str
    url: str


class ReferenceJson(TypedDict):
    """A `Reference`."""

    source: str
    title: str
    publisher: str
    date: str
    url: str
    later: bool


class UsageJson(TypedDict):
    """A `Usage`."""

    model: str
    requests: int
    input_tokens: int
    output_tokens: int
    kept: int
    cut: int


class AnswerJson(TypedDict):
    """An `Answer`."""

    question: str
    understood_as: str | None
    answer: str
    outcome: Outcome
    refusal: Refusal | None
    language: str
    citations: list[CitationJson]
    pointers: list[PointerJson]
    references: list[ReferenceJson]
    hits: list[HitJson]
    timings_ms: dict[str, float]
    dropped: list[str]
    usage: UsageJson | None


def answer_to_json(answer: Answer) -> AnswerJson:
    """The answer with everything it rests on, ready for `json.dumps`."""
    return AnswerJson(
        question=answer.question,
        understood_as=answer.understood_as,
        answer=answer.text,
        outcome=answer.outcome,
        refusal=answer.refusal,
        language=answer.language,
        citations=[citation_to_json(citation) for citation in answer.citations],
        pointers=[pointer_to_json(pointer) for pointer in answer.pointers],
        references=[reference_to_json(reference) for reference in answer.references],
        hits=[hit_to_json(hit) for hit in answer.hits],
        timings_ms=dict(answer.timings_ms),
        dropped=list(answer.dropped),
        usage=usage_to_json(answer.usage) if answer.usage else None,
    )


def usage_to_json(usage: Usage) -> UsageJson:
    """What a language model was asked, ready for `json.dumps`."""
    return UsageJson(
        model=usage.model,
        requests=usage.requests,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        kept=usage.kept,
        cut=usage.cut,
    )


def citation_to_json(citation: Citation) -> CitationJson:
    """The citation, ready for `json.dumps`."""
    return CitationJson(
        marker=citation.marker,
        source=citation.source_id,
        page=citation.page,
        title=citation.title,
        quote=citation.quote,
        start=citation.start,
        end=citation.end,
        url=citation.url,
    )


def pointer_to_json(pointer: Pointer) -> PointerJson:
    """The pointer, ready for `json.dumps`."""
    return PointerJson(source=pointer.source_id, page=pointer.page, title=pointer.title, url=pointer.url)


def reference_to_json(reference: Reference) -> ReferenceJson:
    """The document to look in, ready for `json.dumps`."""
    return ReferenceJson(
        source=reference.source_id,
        title=reference.title,
        publisher=reference.publisher,
        date=reference.date,
        url=reference.url,
        later=reference.is_later,
    )


def hit_to_json(hit: Hit) -> HitJson:
    """The page found and its score, ready for `json.dumps`; the statements are left out."""
    return HitJson(source=hit.source_id, page=hit.page, score=hit.score)
