"""Slides and the list of sources as HTML, and the addresses they have. Pure functions, every text escaped."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from urllib.parse import quote as percent_encoded

from bot.dated import written
from bot.markup import link, safe_url
from ingest.types import Block, Library, Page, Source, SourceStatus, Unit

Span = tuple[int, int]
"""Characters into a page's text, half-open."""

_UNITS: dict[Unit, str] = {"slide": "Slide", "page": "Page", "section": "Section"}
_STATUS: dict[SourceStatus, str] = {
    "deck": "Presentation",
    "linked": "Linked document",
    "later": "Later than the presentation",
    "third_party": "Third party",
}
_LANGUAGES = {"en": "English", "fr": "French", "es": "Spanish"}
_CELLS = re.compile(r"\t| \| ")


def slide_url(
    source_id: str, page: int, start: int | None = None, end: int | None = None, quote: str = ""
) -> str:
    """The address of a slide, relative to the root of the site, with `text[start:end]` highlighted.

    With the quote, the address knows when the slide has changed since: nothing is highlighted then.
    """
    return spans_url(source_id, page, [] if start is None or end is None else [(start, end, quote)])


def spans_url(source_id: str, page: int, spans: Iterable[tuple[int, int, str]]) -> str:
    """The address of a slide with each of the spans highlighted: start, end and the words quoted (or "")."""
    query = "&".join(
        f"span={start}-{end}" + (f"-{_checksum(quote)}" if quote else "") for start, end, quote in spans
    )
    path = f"/slide/{percent_encoded(source_id, safe='')}/{page}"
    return f"{path}?{query}#quote" if query else path


def picture_url(source_id: str, page: int) -> str:
    """The address of the picture of a page, relative to the root of the site."""
    return f"/picture/{percent_encoded(source_id, safe='')}/{page}.png"


def parse_spans(values: Iterable[str], text: str | None = None) -> list[Span]:
    """The spans of a slide's address; what is no span, or no longer quotes the slide's text, is left out."""
    found = (re.fullmatch(r"(\d{1,9})-(\d{1,9})(?:-([0-9a-f]{8}))?", value, re.ASCII) for value in values)
    return [
        (int(span[1]), int(span[2]))
        for span in found
        if span and (text is None or not span[3] or span[3] == _checksum(text[int(span[1]) : int(span[2])]))
    ]


def _checksum(quote: str) -> str:
    return hashlib.sha256(quote.encode()).hexdigest()[:8]


def place(unit: Unit, page: int) -> str:
    """Where a page is, as the reader says it: "Slide 6"."""
    return f"{_UNITS[unit]} {page}"


def readable_date(iso: str) -> str:
    """An ISO date in English, as precise as it is: "15 March 2021"; anything else unchanged."""
    return written(iso)


# --- The slide

_HIDDEN = "<p><em>This slide is hidden in the presentation.</em></p>"
_CHANGED = "This page has changed since it was quoted: the words quoted then no longer stand there."


def slide(
    page: Page,
    source: Source,
    *,
    count: int,
    spans: Sequence[Span] = (),
    linked: Sequence[Source] = (),
    picture: str | None = None,
    changed: bool = False,
    root: str = "",
) -> str:
    """A page drawn as a slide, with its neighbours, notes and links; the words of `spans` stand in `<mark>`.

    `count` is the number of pages of the source, `linked` what the manifest says this page links to,
    `picture` the address of a picture of the page, `changed` whether it no longer says what was quoted,
    `root` the path the site is mounted below. Of a hidden page only its place is shown.
    """
    where = place(page.unit, page.number)
    dated = f'<span class="dated">{escape(readable_date(source.date))}</span>' if source.date else ""
    body = face(page, spans)
    title = "" if page.hidden else f": {escape(page.title)}"
    notice = f'<p class="changed" role="status">{_CHANGED}</p>' if changed else ""
    plain = " only-title" if len(page.blocks) == 1 and page.blocks[0].kind == "title" else ""
    alternative = f"Picture of {where.lower()}; its text follows."
    shown = f'<img class="picture" src="{escape(root + picture)}" alt="{alternative}">' if picture else ""
    notes = (
        f'<details class="notes"><summary>Speaker notes</summary><p>{escape(page.notes)}</p></details>'
        if page.notes.strip() and not page.hidden
        else ""
    )
    return (
        f'<article class="slide" aria-label="{escape(where)} of {count}{title}">'
        '<header class="slide-source">'
        f'<span class="source-title">{escape(source.title)}</span>{dated}</header>'
        f'{notice}{shown}<div class="frame">'
        f'<div class="card {page.unit}{plain}" lang="{escape(source.language)}">'
        f'<div class="card-body">{body}</div>'
        f'<p class="badge">{where} of {count}</p></div></div>'
        f"{_neighbours(page, count, root)}{notes}{_page_links(page, linked, root)}"
        f'<p class="original">{_originals(source, root)}</p></article>'
    )


def face(page: Page, spans: Sequence[Span] = ()) -> str:
    """What stands on a page, the words of `spans` in `<mark>`: the slide without what is around it."""
    return _HIDDEN if page.hidden else _body(page, _merged(spans))


def _body(page: Page, spans: Sequence[Span]) -> str:
    if not page.text.strip():
        unit = _UNITS[page.unit].lower()
        heading = f"<h2>{escape(page.title)}</h2>" if page.title else ""
        return f'{heading}<p class="no-text">This {unit} is a picture; its text is not available.</p>'
    blocks = page.blocks or (Block(kind="paragraph", start=0, end=len(page.text)),)
    out: list[str] = []
    if page.title and not any(block.kind == "title" for block in blocks):
        out.append(f"<h2>{escape(page.title)}</h2>")
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        group = list(run)
        if kind == "bullet":
            out.append(_bullets(page.text, group, spans))
        elif kind == "row":
            rows = "".join(f"<tr>{_cells(page.text, row, spans)}</tr>" for row in group)
            out.append(f'<div class="table"><table>{rows}</table></div>')
        else:
            out.extend(_block(page.text, block, spans) for block in group)
    return "".join(out)


def _block(text: str, block: Block, spans: Sequence[Span]) -> str:
    words = _highlighted(text, block.start, block.end, spans)
    match block.kind:
        case "title":
            return f"<h2>{words}</h2>"
        case "heading":
            rank = min(6, max(3, block.level + 1))
            return f"<h{rank}>{words}</h{rank}>"
        case "quote":
            return f"<blockquote>{words}</blockquote>"
        case "caption":
            return f'<p class="caption">{words}</p>'
        case "code":
            return f"<pre>{words}</pre>"
        case _:
            return f"<p>{words}</p>"


def _bullets(text: str, blocks: Sequence[Block], spans: Sequence[Span]) -> str:
    out: list[str] = []
    at = 0
    first = blocks[0]
    numbered = first.number is not None
    while at < len(blocks) and (blocks[at].number is not None) == numbered:
        below = at + 1
        while below < len(blocks) and blocks[below].level > first.level:
            below += 1
        value = f' value="{blocks[at].number}"' if numbered else ""
        nested = _bullets(text, blocks[at + 1 : below], spans) if below > at + 1 else ""
        words = _highlighted(text, blocks[at].start, blocks[at].end, spans)
        out.append(f"<li{value}>{words}{nested}</li>")
        at = below
    tag = "ol" if numbered else "ul"
    rest = _bullets(text, blocks[at:], spans) if at < len(blocks) else ""
    return f"<{tag}>{''.join(out)}</{tag}>{rest}"


def _cells(text: str, row: Block, spans: Sequence[Span]) -> str:
    edges = [row.start]
    for found in _CELLS.finditer(text, row.start, row.end):
        edges += [found.start(), found.end()]
    edges.append(row.end)
    cells = zip(edges[::2], edges[1::2], strict=True)
    return "".join(f"<td>{_highlighted(text, start, end, spans)}</td>" for start, end in cells)


def _merged(spans: Iterable[Span]) -> list[Span]:
    out: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _highlighted(text: str, start: int, end: int, spans: Sequence[Span]) -> str:
    out: list[str] = []
    at = start
    for first, last in spans:
        first, last = max(first, start), min(last, end)
        if first < last:
            out.append(f"{escape(text[at:first])}<mark>{escape(text[first:last])}</mark>")
            at = last
    return "".join(out) + escape(text[at:end])


def _neighbours(page: Page, count: int, root: str) -> str:
    unit = _UNITS[page.unit].lower()

    def step(number: int, rel: str, label: str) -> str:
        if not 1 <= number <= count:
            return f'<span class="step off" aria-hidden="true">{label}</span>'
        href = escape(root + slide_url(page.source_id, number))
        return f'<a class="step" rel="{rel}" href="{href}" aria-label="{label} {unit}">{label}</a>'

    return (
        f'<nav class="steps" aria-label="Other {unit}s">{step(page.number - 1, "prev", "Previous")}'
        f"{step(page.number + 1, 'next', 'Next')}</nav>"
    )


def _page_links(page: Page, linked: Sequence[Source], root: str) -> str:
    items: dict[str, str] = {}
    for source in linked:
        state = "" if source.path else '<span class="state">Not fetched: link only</span>'
        items[source.url or source.source_id] = f"{_opened(source, root)}{state}"
    for found in page.links:
        drawn = link(found.url, found.text.strip() or found.url)
        if drawn.startswith("<a"):
            items.setdefault(found.url, drawn)
    if not items:
        return ""
    entries = "".join(f"<li>{item}</li>" for item in items.values())
    unit = _UNITS[page.unit].lower()
    return f'<section class="links"><h3>Linked from this {unit}</h3><ul>{entries}</ul></section>'


def _originals(source: Source, root: str) -> str:
    links: list[str] = []
    if source.url and safe_url(source.url):
        links.append(link(source.url, "Open the original"))
    if source.path is not None:
        href = escape(f"{root}/original/{percent_encoded(source.source_id, safe='')}")
        label = "Open the file used here"
        links.append(f'<a href="{href}" target="_blank" rel="noopener noreferrer">{label}</a>')
    return " · ".join(links)


def _opened(source: Source, root: str) -> str:
    """A source's title as a link: to its first page where it was read, to the publisher where not."""
    if source.path is None:
        return link(source.url or "", source.title)
    return f'<a href="{escape(root + slide_url(source.source_id, 1))}">{escape(source.title)}</a>'


def document(title: str, body: str, *, root: str = "", language: str = "en") -> str:
    """A whole page around a fragment, for a reader without scripts or in a tab of its own."""
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="icon" href="{escape(root)}/look/icon.svg">'
        f'<link rel="stylesheet" href="{escape(root)}/look/chat.css"></head>'
        f'<body class="alone"><main>{body}'
        f'<p class="back"><a href="{escape(root)}/">Ask a question</a></p></main></body></html>'
    )


def missing(message: str) -> str:
    """What stands in place of a slide that is not there."""
    return f'<section class="missing"><h2>Not found</h2><p>{escape(message)}</p></section>'


# --- The sources


def sources(library: Library, *, root: str = "") -> str:
    """Every source with what is known of it, whether it can be answered from, and a link to the original."""
    rows = "".join(
        _source(source, library.page_count(source.source_id), root) for source in library.sources()
    )
    return (
        '<section class="source-list"><h2>Sources</h2>'
        f"<p>Answers quote only what was read. The others are listed as links.</p><ul>{rows}</ul></section>"
    )


def _source(source: Source, count: int, root: str) -> str:
    language = _LANGUAGES.get(source.language, source.language)
    facts = [source.publisher, readable_date(source.date), language]
    known = " · ".join(escape(fact) for fact in facts if fact)
    more = [escape(text) for text in (source.note, source.licence) if text]
    if source.path is None:
        state = '<span class="state">Not fetched: link only</span>'
    else:
        noun = "slide" if source.kind == "deck" else "page"
        read = f"{count} {noun}{'' if count == 1 else 's'}, quoted from" if count else "No text was read"
        state = f'<span class="state read">{read}</span>'
        more.append(_originals(source, root))
    title = _opened(source, root) if count or source.path is None else escape(source.title)
    return (
        f'<li><p class="name">{title}</p><p class="known">{known}</p>'
        f'<p class="states"><span class="state kind">{_STATUS[source.status]}</span>{state}</p>'
        f'<p class="more">{"<br>".join(more)}</p></li>'
    )
