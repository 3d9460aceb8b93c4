"""Slides and the list of sources as HTML. Pure functions, every text escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from urllib.parse import quote as percent_encoded

from bot.markup import link, safe_url
from bot.page.labels import ENGLISH, Labels
from bot.slide_url import Span, slide_url
from ingest.types import Block, Box, Library, Page, Source

_CELLS = re.compile(r"\t| \| ")


# --- The slide


def slide(
    page: Page,
    source: Source,
    *,
    count: int,
    spans: Sequence[Span] = (),
    linked: Sequence[Source] = (),
    picture: str | None = None,
    boxes: Sequence[Box] = (),
    changed: bool = False,
    root: str = "",
    say: Labels = ENGLISH,
) -> str:
    """A page drawn as a slide, with its neighbours, notes and links; the words of `spans` stand in `<mark>`.

    `count` is the number of pages of the source, `linked` what the manifest says this page links to,
    `picture` the address of a picture of the page and `boxes` where the words of `spans` stand in it,
    `changed` whether the page no longer says what was quoted, `root` the path the site is mounted below,
    `say` the labels of the reader's language. Of a hidden page only its place is shown.
    """
    where = say.place(page.unit, page.number)
    if page.label and page.unit != "section":
        where = f"{where} ({page.label})"
    place = escape(say.say("of", place=where, count=count))
    dated = f'<span class="dated">{escape(say.date(source.date))}</span>' if source.date else ""
    body = face(page, spans, say=say)
    title = "" if page.hidden else f": {escape(page.title)}"
    notice = f'<p class="changed" role="status">{escape(say["changed"])}</p>' if changed else ""
    plain = " only-title" if len(page.blocks) == 1 and page.blocks[0].kind == "title" else ""
    notes = (
        f'<details class="notes"><summary>{escape(say["notes"])}</summary>'
        f'<p lang="{escape(source.language)}">{escape(page.notes)}</p></details>'
        if page.notes.strip() and not page.hidden
        else ""
    )
    card = (
        f'<div class="frame"><div class="card {page.unit}{plain}" lang="{escape(source.language)}">'
        f'<div class="card-body">{body}</div><p class="badge">{place}</p></div></div>'
    )
    if picture and not page.hidden:
        card = _pictured(root + picture, say.say("picture", place=where), boxes, card, len(spans), say)
    return (
        f'<article class="slide" aria-label="{place}{title}">'
        '<header class="slide-source">'
        f'<span class="source-title" lang="{escape(source.language)}">{escape(source.title)}</span>'
        f"{dated}</header>{notice}{card}"
        f"{_neighbours(page, count, root, say)}{notes}{_page_links(page, linked, root, say)}"
        f'<p class="original">{_originals(source, root, say, _anchor(page))}</p></article>'
    )


def _pictured(
    address: str, alternative: str, boxes: Sequence[Box], card: str, spans: int, say: Labels
) -> str:
    """The picture of a page, the quoted words boxed in it, and its text folded below where that is enough."""
    drawn = "".join(
        f'<rect x="{left:.4f}" y="{top:.4f}" width="{right - left:.4f}" height="{bottom - top:.4f}"/>'
        for left, top, right, bottom in boxes
    )
    marks = (
        f'<svg class="boxes" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>'
    )
    unfolded = " open" if spans and not boxes else ""
    image = f'<img src="{escape(address)}" alt="{escape(alternative)}">{marks if drawn else ""}'
    return (
        f'<div class="picture">{image}</div>'
        f'<details class="page-text"{unfolded}><summary>{escape(say["page_text"])}</summary>{card}</details>'
    )


def face(page: Page, spans: Sequence[Span] = (), *, say: Labels = ENGLISH) -> str:
    """What stands on a page, the words of `spans` in `<mark>`: the slide without what is around it."""
    if page.hidden:
        return f"<p><em>{escape(say['hidden'])}</em></p>"
    return _body(page, _merged(spans), say)


def _body(page: Page, spans: Sequence[Span], say: Labels) -> str:
    if not page.text.strip():
        heading = f"<h2>{escape(page.title)}</h2>" if page.title else ""
        return f'{heading}<p class="no-text" lang="{say.code}">{escape(say["picture_only"])}</p>'
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


def _neighbours(page: Page, count: int, root: str, say: Labels) -> str:
    def step(number: int, rel: str, label: str, name: str) -> str:
        if not 1 <= number <= count:
            return f'<span class="step off" aria-hidden="true">{escape(label)}</span>'
        href = escape(root + slide_url(page.source_id, number))
        return f'<a class="step" rel="{rel}" href="{href}" aria-label="{escape(name)}">{escape(label)}</a>'

    return (
        f'<nav class="steps" aria-label="{escape(say["others"])}">'
        f"{step(page.number - 1, 'prev', say['previous'], say['previous_page'])}"
        f"{step(page.number + 1, 'next', say['next'], say['next_page'])}</nav>"
    )


def _page_links(page: Page, linked: Sequence[Source], root: str, say: Labels) -> str:
    items: dict[str, str] = {}
    for source in linked:
        state = "" if source.path else f'<span class="state">{escape(say["not_fetched"])}</span>'
        items[source.url or source.source_id] = f"{_opened(source, root)}{state}"
    for found in page.links:
        drawn = link(found.url, found.text.strip() or found.url)
        if drawn.startswith("<a"):
            items.setdefault(found.url, drawn)
    if not items:
        return ""
    entries = "".join(f"<li>{item}</li>" for item in items.values())
    return f'<section class="links"><h3>{escape(say["linked"])}</h3><ul>{entries}</ul></section>'


def _anchor(page: Page) -> str:
    """What leads to a section within the address of its document; "" for a page that has no such name."""
    return "#" + percent_encoded(page.label) if page.label and page.unit == "section" else ""


def _originals(source: Source, root: str, say: Labels, anchor: str = "") -> str:
    links: list[str] = []
    if source.url and safe_url(source.url):
        links.append(
            link(source.url.partition("#")[0] + anchor if anchor else source.url, say["open_original"])
        )
    if source.path is not None:
        href = escape(f"{root}/original/{percent_encoded(source.source_id, safe='')}")
        label = escape(say["open_file"])
        links.append(f'<a href="{href}" target="_blank" rel="noopener noreferrer">{label}</a>')
    return " · ".join(links)


def _opened(source: Source, root: str) -> str:
    """A source's title as a link: to its first page where it was read, to the publisher where not."""
    if source.path is None:
        return link(source.url or "", source.title)
    return f'<a href="{escape(root + slide_url(source.source_id, 1))}">{escape(source.title)}</a>'


def document(title: str, body: str, *, root: str = "", say: Labels = ENGLISH) -> str:
    """A whole page around a fragment, for a reader without scripts or in a tab of its own."""
    back = f'<p class="back"><a href="{escape(root)}/">{escape(say["ask_a_question"])}</a></p>'
    return (
        f'<!doctype html><html lang="{say.code}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="icon" href="{escape(root)}/look/icon.svg">'
        f'<link rel="stylesheet" href="{escape(root)}/look/chat.css"></head>'
        f'<body class="alone"><main><h1 class="unseen">{escape(title)}</h1>{body}{back}</main></body></html>'
    )


def missing(message: str, *, say: Labels = ENGLISH) -> str:
    """What stands in place of a slide that is not there."""
    return f'<section class="missing"><h2>{escape(say["not_found"])}</h2><p>{escape(message)}</p></section>'


def about(paragraphs: Sequence[str], *, say: Labels = ENGLISH) -> str:
    """What the tool is and what it stores."""
    told = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return f'<section class="about"><h2>{escape(say["about"])}</h2>{told}</section>'


# --- The sources


def sources(library: Library, *, root: str = "", say: Labels = ENGLISH) -> str:
    """Every source with what is known of it, whether it can be answered from, and a link to the original."""
    rows = "".join(
        _source(source, library.page_count(source.source_id), root, say) for source in library.sources()
    )
    return (
        f'<section class="source-list"><h2>{escape(say["sources"])}</h2>'
        f"<p>{escape(say['only_read'])}</p><ul>{rows}</ul></section>"
    )


def _source(source: Source, count: int, root: str, say: Labels) -> str:
    language = say.get(f"in_{source.language}", source.language)
    facts = [source.publisher, say.date(source.date), language]
    known = " · ".join(escape(fact) for fact in facts if fact)
    more = [escape(text) for text in (source.note, source.licence) if text]
    if source.path is None:
        state = f'<span class="state">{escape(say["not_fetched"])}</span>'
    else:
        read = say.count("slides" if source.kind == "deck" else "pages", count) if count else say["no_text"]
        state = f'<span class="state read">{escape(read)}</span>'
        more.append(_originals(source, root, say))
    title = _opened(source, root) if count or source.path is None else escape(source.title)
    kind = f'<span class="state kind">{escape(say["status_" + source.status])}</span>'
    return (
        f'<li><p class="name" lang="{escape(source.language)}">{title}</p><p class="known">{known}</p>'
        f'<p class="states">{kind}{state}</p>'
        f'<p class="more">{"<br>".join(more)}</p></li>'
    )
