"""A conversation to take away: Markdown, a web page, data, or plain text, with citations and disclaimers."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any, Final, Literal

from bot.markup import escape_markdown, render
from bot.page.conversation import Conversation, Exchange, turns, write_exchange
from bot.page.labels import Labels
from bot.page.message import reply_label
from bot.questions.drafts import draft
from bot.questions.write import EMPTY
from bot.slide_url import slide_url
from bot.types import Citation, Pointer

Form = Literal["markdown", "html", "json", "plain", "questions"]
"""The last are drafts of test questions, for the evaluation."""

_KINDS: Final[dict[Form, tuple[str, str]]] = {
    "markdown": ("text/markdown; charset=utf-8", "md"),
    "html": ("text/html; charset=utf-8", "html"),
    "json": ("application/json; charset=utf-8", "json"),
    "plain": ("text/plain; charset=utf-8", "txt"),
    "questions": ("application/yaml; charset=utf-8", "yaml"),
}
_ESCAPES = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^)\s]+)\)")
_ITALIC = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]+)\*(?![\w*])")
_STYLE = (
    "body{font:1rem/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1a2433}"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.5rem;white-space:pre-line}"
    ".outcome{font-weight:600;color:#566172}.sources{font-size:.9rem;border-top:1px solid #dfe4ec}"
    "blockquote{margin:.2rem 0;padding-left:.8rem;border-left:3px solid #dfe4ec}"
    "footer{margin-top:3rem;padding-top:1rem;border-top:2px solid #1d4587;font-size:.9rem}"
    "article{break-inside:avoid-page}a{color:#1d4587}"
)


@dataclass(frozen=True, kw_only=True)
class Export:
    """A file to save."""

    name: str
    media_type: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Framing:
    """What every export says besides the conversation."""

    title: str
    """Name of the chat page."""
    address: str
    """Absolute address of the chat page without a slash at the end, before the addresses of slides."""
    day: date
    notes: Sequence[str]
    """The disclaimers, a paragraph each."""
    say: Labels


def export(conversation: Conversation, form: Form, framing: Framing) -> Export:
    """The conversation in that form."""
    media_type, suffix = _KINDS[form]
    write = {
        "markdown": _markdown,
        "html": _html,
        "json": _json,
        "plain": _plain,
        "questions": _questions,
    }[form]
    return Export(
        name=f"conversation-{framing.day.isoformat()}.{suffix}",
        media_type=media_type,
        text=write(conversation, framing),
    )


def copied(exchange: Exchange, form: Form, framing: Framing) -> str:
    """One answer with its sources, as Markdown or plain text, to be pasted elsewhere."""
    plain = form == "plain"
    asked = " ".join(exchange.question.split())
    lines = [
        asked if plain else f"**{escape_markdown(asked)}**",
        "",
        *_answer_lines(exchange, framing, plain=plain),
    ]
    return "\n".join(lines).strip() + "\n"


# --- Markdown and plain text


def _markdown(conversation: Conversation, framing: Framing) -> str:
    say = framing.say
    lines = [f"# {say.say('exported', title=framing.title)}", "", f"*{_on(framing)}*"]
    for exchange in conversation:
        asked = " ".join(escape_markdown(exchange.question).split())
        lines += ["", f"## {asked}", "", *_answer_lines(exchange, framing, plain=False)]
    lines += ["", "---", "", f"**{say['exported_note']}**", ""]
    return "\n".join([*lines, *(f"- {escape_markdown(note)}" for note in framing.notes), ""])


def _plain(conversation: Conversation, framing: Framing) -> str:
    say = framing.say
    lines = [say.say("exported", title=framing.title), _on(framing)]
    for exchange in conversation:
        lines += ["", "", f"{say['exported_question']}: {exchange.question}", ""]
        lines += _answer_lines(exchange, framing, plain=True)
    return "\n".join([*lines, "", "", say["exported_note"], *(f"- {note}" for note in framing.notes), ""])


def _answer_lines(exchange: Exchange, framing: Framing, *, plain: bool) -> list[str]:
    say, answer = framing.say, exchange.answer
    label = reply_label(exchange, say)
    lines = [label if plain else f"*{escape_markdown(label)}*", ""] if label else []
    if answer is None:
        return lines
    if answer.understood_as:
        understood = say.say("understood", question=answer.understood_as)
        lines += [understood if plain else f"*{escape_markdown(understood)}*", ""]
    lines.append(readable(answer.text) if plain else answer.text)
    if answer.citations:
        heading = f"{say['exported_sources']}:"
        lines += ["", heading if plain else f"**{heading}**", ""]
        lines += [_cited(citation, framing, plain=plain) for citation in answer.citations]
    if answer.pointers:
        heading = f"{say['nearest']}:"
        lines += ["", heading if plain else f"**{heading}**", ""]
        lines += [_pointed(pointer, framing, plain=plain) for pointer in answer.pointers]
    return lines


def _cited(citation: Citation, framing: Framing, *, plain: bool) -> str:
    place = framing.say.place(citation.unit, citation.page)
    dated = f" ({framing.say.date(citation.date)})" if citation.date else ""
    where = f"{citation.source_title}{dated}, {place.lower()}: {citation.title}"
    quote, address = " ".join(citation.quote.split()), _absolute(citation, framing)
    if plain:
        return f"[{citation.marker}] {where}: “{quote}” {address}"
    return f"- \\[{citation.marker}\\] {escape_markdown(where)}: “{escape_markdown(quote)}” <{address}>"


def _pointed(pointer: Pointer, framing: Framing, *, plain: bool) -> str:
    where = f"{framing.say.place(pointer.unit, pointer.page)}: {pointer.title}"
    address = framing.address + slide_url(pointer.source_id, pointer.page)
    return f"- {where} {address}" if plain else f"- {escape_markdown(where)} <{address}>"


def _absolute(citation: Citation, framing: Framing) -> str:
    url = slide_url(citation.source_id, citation.page, citation.start, citation.end, citation.quote)
    return framing.address + url


def readable(text: str) -> str:
    """The Markdown of an answer without its marks, line for line; links become their addresses."""
    text = _LINK.sub(lambda link: link[2] if link[1] == link[2] else f"{link[1]} ({link[2]})", text)
    return _ESCAPES.sub(r"\1", _ITALIC.sub(r"\1", text.replace("**", "")))


def _on(framing: Framing) -> str:
    return framing.say.say("exported_on", date=framing.say.date(framing.day.isoformat()))


# --- A web page


def _html(conversation: Conversation, framing: Framing) -> str:
    say = framing.say
    title = escape(say.say("exported", title=framing.title))
    articles = "".join(
        _article(number, exchange, framing) for number, exchange in enumerate(conversation, start=1)
    )
    notes = "".join(f"<p>{escape(note)}</p>" for note in framing.notes)
    return (
        f'<!doctype html><html lang="{say.code}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>"
        f"<p>{escape(_on(framing))}</p><main>{articles}</main>"
        f"<footer><p><strong>{escape(say['exported_note'])}</strong></p>{notes}</footer></body></html>\n"
    )


def _article(number: int, exchange: Exchange, framing: Framing) -> str:
    say, answer = framing.say, exchange.answer
    label = reply_label(exchange, say)
    body = f'<p class="outcome">{escape(label)}</p>' if label else ""
    if answer is not None:
        if answer.understood_as:
            body += f"<p><em>{escape(say.say('understood', question=answer.understood_as))}</em></p>"
        known = {citation.marker for citation in answer.citations}

        def marker(cited: int) -> str:
            return f'<a href="#s{number}-{cited}">[{cited}]</a>' if cited in known else f"[{cited}]"

        body += f'<div lang="{escape(answer.language)}">{render(answer.text, marker)}</div>'
        rows = "".join(_source_row(number, citation, framing) for citation in answer.citations)
        if rows:
            body += f'<section class="sources"><p>{escape(say["exported_sources"])}</p>{rows}</section>'
        nearest = "".join(
            f'<li><a href="{escape(framing.address + slide_url(pointer.source_id, pointer.page))}">'
            f"{escape(say.place(pointer.unit, pointer.page))}: {escape(pointer.title)}</a></li>"
            for pointer in answer.pointers
        )
        if nearest:
            body += f'<section class="sources"><p>{escape(say["nearest"])}</p><ul>{nearest}</ul></section>'
    return f"<article><h2>{escape(exchange.question)}</h2>{body}</article>"


def _source_row(number: int, citation: Citation, framing: Framing) -> str:
    dated = f" ({framing.say.date(citation.date)})" if citation.date else ""
    where = f"{citation.source_title}{dated}, {framing.say.place(citation.unit, citation.page).lower()}"
    return (
        f'<p id="s{number}-{citation.marker}">[{citation.marker}] '
        f'<a href="{escape(_absolute(citation, framing))}">{escape(where)}: {escape(citation.title)}</a></p>'
        f'<blockquote lang="{escape(citation.language)}">{escape(citation.quote)}</blockquote>'
    )


# --- Data


def _json(conversation: Conversation, framing: Framing) -> str:
    exchanges: list[dict[str, Any]] = [json.loads(write_exchange(exchange)) for exchange in conversation]
    for exchange, data in zip(conversation, exchanges, strict=True):
        if exchange.answer is not None:
            for citation, row in zip(exchange.answer.citations, data["answer"]["citations"], strict=True):
                row["url"] = _absolute(citation, framing)
    return (
        json.dumps(
            {
                "title": framing.title,
                "exported": framing.day.isoformat(),
                "notes": list(framing.notes),
                "exchanges": exchanges,
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def _questions(conversation: Conversation, framing: Framing) -> str:  # noqa: ARG001 - a file of data has no frame
    """A file of drafts, one for each question that was answered or refused, with what was said before it."""
    drafts = [
        draft(exchange.answer, case_id=f"C{number:03}", history=turns(conversation[: number - 1]))
        for number, exchange in enumerate(conversation, start=1)
        if exchange.answer is not None
    ]
    return EMPTY + "".join(drafts)
