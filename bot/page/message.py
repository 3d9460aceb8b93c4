"""The messages of a conversation as HTML on one line. Pure functions, every text escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from bot.markup import render
from bot.page.conversation import Conversation, Exchange
from bot.page.labels import ENGLISH, Labels
from bot.question import is_small_talk
from bot.slide_url import spans_url
from bot.types import Answer, Citation

_TITLE_CHARS = 280
"""Longest preview of a citation, in characters."""
_CITE = ' <a class="cite"'

Suggest = Callable[[Conversation, str], Sequence[str]]
"""Questions that the sources answer, to ask after a conversation, in a language of the page (ISO 639-1)."""


def no_suggestions(conversation: Conversation, language: str) -> Sequence[str]:  # noqa: ARG001
    """None."""
    return ()


def messages(
    conversation: Conversation,
    *,
    root: str = "",
    say: Labels = ENGLISH,
    suggest: Suggest = no_suggestions,
    before: Sequence[dict[str, str]] = (),
) -> list[dict[str, str]]:
    """The conversation as the chat shows it; what to ask next stands below the last answer.

    `before` are the messages of its first exchanges, drawn already: two of each.
    """
    shown = list(before)
    drawn = len(before) // 2
    for number, exchange in enumerate(conversation[drawn:], start=drawn + 1):
        last = number == len(conversation) and exchange.state == "whole"
        after = suggest(conversation, say.code) if last else ()
        shown.append({"role": "user", "content": question(exchange.question)})
        shown.append({"role": "assistant", "content": reply(exchange, root=root, say=say, suggestions=after)})
    return shown


def question(text: str) -> str:
    """A visitor's message, shown as it was typed and never as markup."""
    lines = (escape(line) for line in text.strip().splitlines())
    return f'<h2 class="question">{"<br>".join(lines)}</h2>'


def reply(
    exchange: Exchange, *, root: str = "", say: Labels = ENGLISH, suggestions: Sequence[str] = ()
) -> str:
    """What is shown below a question: the answer as far as it is there, or why there is none."""
    if exchange.state == "failed":
        return _failure(exchange.fault, say)
    if exchange.answer is not None:
        return answer(
            exchange.answer, root=root, say=say, whole=exchange.state != "growing", suggestions=suggestions
        )
    if exchange.state == "stopped":
        return f'<div class="answer final"><p>{escape(say["stopped"])}</p></div>'
    return f'<div class="answer working"><p>{escape(say["working"])}</p></div>'


def _failure(fault: str, say: Labels) -> str:
    """A message about a fault of ours: never to be taken for an answer or a refusal."""
    detail = f'<p lang="en">{escape(fault)}</p>'.replace("\n", " ") if fault else ""
    return (
        '<div class="answer failed final" role="alert">'
        f'<p class="outcome">{escape(say["failed"])}</p>{detail}<p>{escape(say["failed_kept"])}</p></div>'
    )


def answer(
    given: Answer,
    *,
    root: str = "",
    say: Labels = ENGLISH,
    whole: bool = True,
    suggestions: Sequence[str] = (),
) -> str:
    """An answer with its citations as links, the sources cited, how far it answers, and what to do next."""
    citations = {citation.marker: citation for citation in given.citations}

    def marker(number: int) -> str:
        cited = citations.get(number)
        return f"[{number}]" if cited is None else _chip(cited, root, say)

    parts: list[str] = []
    if given.understood_as:
        parts.append(
            f'<p class="understood">{escape(say.say("understood", question=given.understood_as))}</p>'
        )
    label = say.get(given.refusal or given.outcome, "")
    if label and not is_small_talk(given.question):
        parts.append(f'<p class="outcome">{escape(label)}</p>')
    text = render(given.text, marker)
    for citation in given.citations:
        if citation.language and citation.language != given.language:
            text = _in_its_language(text, citation, _chip(citation, root, say))
    # A citation never starts a line: it belongs to the words before it.
    text = text.replace(_CITE, "&nbsp;" + _CITE.lstrip())
    parts += [
        f'<div class="text" lang="{escape(given.language)}">{text}</div>',
        _cited(given.citations, root, say),
    ]
    if whole:
        parts += [_nearest(given, root, say), _dropped(given.dropped, say), _tools(say)]
        parts.append(_suggested(given, suggestions, say))
    state = "final" if whole else "growing"
    html = f'<div class="answer {given.outcome} {state}">{"".join(parts)}</div>'
    return re.sub(r"\s*\n\s*", " ", html)


def reply_label(exchange: Exchange, say: Labels) -> str:
    """What stands above a reply: how far it answers, or why there is none; empty above a plain answer."""
    if exchange.answer is not None:
        return say.get(exchange.answer.refusal or exchange.answer.outcome, "")
    return say["failed" if exchange.state == "failed" else "stopped"]


def _in_its_language(text: str, citation: Citation, chip: str) -> str:
    """The HTML with a quotation marked as being in another language than what is around it."""
    quoted = escape(" ".join(citation.quote.split()))
    title = escape(citation.title)
    text = text.replace(
        f": {title}</strong>", f': <span lang="{escape(citation.language)}">{title}</span></strong>'
    )
    return text.replace(
        f"{quoted} {chip}", f'<span lang="{escape(citation.language)}">{quoted}</span> {chip}', 1
    )


def _said_in(language: str, around: str, html: str) -> str:
    """The HTML marked as being in a language, where that is another than what is around it."""
    return f'<span lang="{escape(language)}">{html}</span>' if language and language != around else html


def _chip(citation: Citation, root: str, say: Labels) -> str:
    tip = f"{say.place(citation.unit, citation.page)}: {citation.title} — {citation.quote}"
    tip = " ".join(tip.split())
    if len(tip) > _TITLE_CHARS:
        tip = tip[: _TITLE_CHARS - 1].rstrip() + "…"
    return (
        f'<a class="cite" href="{_inside(root, citation.url)}" title="{escape(tip)}">'
        f'<span class="unseen">{escape(say["source"])} </span>{citation.marker}</a>'
    )


def _inside(root: str, url: str) -> str:
    """An address of this site as an attribute; one that leads elsewhere is dropped."""
    return escape(root + url) if url.startswith("/slide/") else "#"


def _cited(citations: Sequence[Citation], root: str, say: Labels) -> str:
    if not citations:
        return ""
    pages: dict[tuple[str, int], list[Citation]] = {}
    for citation in citations:
        pages.setdefault((citation.source_id, citation.page), []).append(citation)
    several = len({source_id for source_id, _ in pages}) > 1
    rows: list[str] = []
    for (source_id, page), group in pages.items():
        chips = "".join(_chip(citation, root, say) for citation in group)
        href = escape(root + spans_url(source_id, page, [(one.start, one.end, one.quote) for one in group]))
        of = f'<span class="of">{escape(group[0].source_title)}</span>' if several else ""
        first = group[0]
        title = _said_in(first.language, say.code, escape(first.title))
        label = f"{say.place(first.unit, page)} · {title}"
        dated = f'<span class="dated">{escape(say.date(first.date))}</span>' if first.date else ""
        where = f'<a class="where" href="{href}">{label}</a>'
        rows.append(f'<li><span class="chips">{chips}</span>{where}{dated}{of}</li>')
    return f'<div class="cited"><p class="label">{escape(say["cited"])}</p><ul>{"".join(rows)}</ul></div>'


def _nearest(given: Answer, root: str, say: Labels) -> str:
    if not given.pointers:
        return ""
    rows = "".join(
        f'<li><a class="where" href="{_inside(root, pointer.url)}">'
        f"{say.place(pointer.unit, pointer.page)} · {escape(pointer.title)}</a></li>"
        for pointer in given.pointers
    )
    label = say["see_also" if given.outcome == "answered" else "nearest"]
    return f'<div class="cited nearest"><p class="label">{escape(label)}</p><ul>{rows}</ul></div>'


def _dropped(reasons: Sequence[str], say: Labels) -> str:
    if not reasons:
        return ""
    items = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
    return f'<details class="dropped"><summary>{escape(say["left_out"])}</summary><ul>{items}</ul></details>'


def _tools(say: Labels) -> str:
    """The buttons below an answer; the page's script acts on them, by their names."""
    buttons = "".join(
        f'<button type="button" class="tool" name="{name}">{escape(say[name])}</button>'
        for name in ("copy", "copy_markdown", "helpful", "not_helpful")
    )
    return f'<div class="tools">{buttons}</div>'


def _suggested(given: Answer, suggestions: Sequence[str], say: Labels) -> str:
    if not suggestions:
        return ""
    answered = given.outcome in ("answered", "partly")
    label = escape(say["next_questions" if answered else "other_questions"])
    buttons = "".join(
        f'<li><button type="button" class="suggestion">{escape(text)}</button></li>' for text in suggestions
    )
    return f'<div class="suggested"><p class="label">{label}</p><ul>{buttons}</ul></div>'
