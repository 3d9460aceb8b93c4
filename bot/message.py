"""The messages of a conversation as HTML on one line. Pure functions, every text escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from bot.draw import place, spans_url
from bot.markup import render
from bot.types import Answer, Citation, Outcome, Refusal

_OUTCOME: dict[Outcome, str] = {
    "answered": "",
    "partly": "Answered in part",
    "not_in_sources": "Not in the sources",
    "out_of_scope": "Outside what these sources cover",
}
_REFUSAL: dict[Refusal, str] = {
    "position": "No position taken",
    "advice": "No advice on a particular case",
    "personal_data": "No personal data",
    "about_bot": "About this tool",
    "task": "Not a question about the sources",
}
_TITLE_CHARS = 280
"""Longest tooltip of a citation, in characters."""


def question(text: str) -> str:
    """A visitor's message, shown as it was typed and never as markup."""
    lines = (escape(line) for line in text.strip().splitlines())
    return f'<div class="question">{"<br>".join(lines)}</div>'


def working() -> str:
    """The message that stands until the first words arrive."""
    return '<div class="answer working"><p>Reading the sources</p></div>'


def failure(message: str) -> str:
    """A message about a fault of ours: never to be taken for an answer or a refusal."""
    detail = f"<p>{escape(message)}</p>".replace("\n", " ") if message else ""
    return (
        '<div class="answer failed final" role="alert"><p class="outcome">Something went wrong</p>'
        f"{detail}<p>Your question is kept in the box below; try again.</p></div>"
    )


def stopped() -> str:
    """The message of an answer that was stopped before its first words."""
    return '<div class="answer final"><p>Stopped.</p></div>'


def answer(given: Answer, *, root: str = "") -> str:
    """An answer with its citations as links, the sources cited, and how far it answers."""
    citations = {citation.marker: citation for citation in given.citations}

    def marker(number: int) -> str:
        cited = citations.get(number)
        return f"[{number}]" if cited is None else _chip(cited, root)

    parts: list[str] = []
    if given.understood_as:
        parts.append(f'<p class="understood">Understood as: {escape(given.understood_as)}</p>')
    if label := _REFUSAL[given.refusal] if given.refusal else _OUTCOME[given.outcome]:
        parts.append(f'<p class="outcome">{label}</p>')
    # A citation never starts a line: it belongs to the words before it.
    text = render(given.text, marker).replace(' <a class="cite"', '&nbsp;<a class="cite"')
    parts += [f'<div class="text">{text}</div>', _cited(given.citations, root)]
    if given.final:
        parts += [_nearest(given, root), _dropped(given.dropped)]
    state = "final" if given.final else "growing"
    html = f'<div class="answer {given.outcome} {state}">{"".join(parts)}</div>'
    return re.sub(r"\s*\n\s*", " ", html)


def _chip(citation: Citation, root: str) -> str:
    tip = f"{place(citation.unit, citation.page)}: {citation.title} — {citation.quote}"
    tip = " ".join(tip.split())
    if len(tip) > _TITLE_CHARS:
        tip = tip[: _TITLE_CHARS - 1].rstrip() + "…"
    return (
        f'<a class="cite" href="{_inside(root, citation.url)}" title="{escape(tip)}">'
        f'<span class="unseen">source </span>{citation.marker}</a>'
    )


def _inside(root: str, url: str) -> str:
    """An address of this site as an attribute; one that leads elsewhere is dropped."""
    return escape(root + url) if url.startswith("/slide/") else "#"


def _cited(citations: Sequence[Citation], root: str) -> str:
    if not citations:
        return ""
    pages: dict[tuple[str, int], list[Citation]] = {}
    for citation in citations:
        pages.setdefault((citation.source_id, citation.page), []).append(citation)
    several = len({source_id for source_id, _ in pages}) > 1
    rows: list[str] = []
    for (source_id, page), group in pages.items():
        chips = "".join(_chip(citation, root) for citation in group)
        href = escape(root + spans_url(source_id, page, [(one.start, one.end, one.quote) for one in group]))
        of = f'<span class="of">{escape(group[0].source_title)}</span>' if several else ""
        label = f"{place(group[0].unit, page)} · {escape(group[0].title)}"
        rows.append(
            f'<li><span class="chips">{chips}</span><a class="where" href="{href}">{label}</a>{of}</li>'
        )
    return f'<div class="cited"><p class="label">Sources</p><ul>{"".join(rows)}</ul></div>'


def _nearest(given: Answer, root: str) -> str:
    if not given.pointers:
        return ""
    rows = "".join(
        f'<li><a class="where" href="{_inside(root, pointer.url)}">'
        f"{place(pointer.unit, pointer.page)} · {escape(pointer.title)}</a></li>"
        for pointer in given.pointers
    )
    label = "See also" if given.outcome == "answered" else "Nearest pages, not an answer"
    return f'<div class="cited nearest"><p class="label">{label}</p><ul>{rows}</ul></div>'


def _dropped(reasons: Sequence[str]) -> str:
    if not reasons:
        return ""
    items = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
    return f'<details class="dropped"><summary>Left out of this answer</summary><ul>{items}</ul></details>'
