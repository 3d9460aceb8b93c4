"""Markdown: decks cut at `---` rules (Marp, Slidev, remark), documents cut at their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, heading, lheading
from markdown_it.token import Token

from ingest.markdown_walk import Walker
from ingest.page import PageBuilder, Parsed, one_line
from ingest.parse_text import read_text
from ingest.sections import cutting_rank
from ingest.slides_markdown import Cut, Head, Slides, is_marp, is_rule, without_front_matter
from ingest.types import Page, SourceKind

_LOOSE_HEADING = re.compile(r"(#{2,6})([^\s#].*)$")


def parse_markdown(path: Path, *, source_id: str, kind: SourceKind | None) -> Parsed:
    """The file's slides or sections. Raises ParseError when it is empty or not text."""
    text, warnings = read_text(path)
    head = without_front_matter(text)
    deck = Head(text=head.text.replace("\f", "\n"), fields=head.fields)
    slides = Slides.cut(deck, _cuts(deck))
    if kind is None:
        kind = "deck" if slides.look_like_a_deck else "document"
    own_title = one_line(head.fields.get("title", ""))
    if kind == "deck":
        pages = _slide_pages(slides, source_id)
        title = own_title or (pages[0].title if pages else "")
    else:
        title, pages = _sections(head.text, source_id, own_title)
    return Parsed(pages=tuple(pages), kind=kind, title=title, warnings=warnings)


def _cuts(head: Head) -> list[Cut]:
    """Where a deck may be cut: its rules, and the headings that Marp's `headingDivider` names."""
    marp = is_marp(head)
    divider = head.fields.get("headingDivider", "") if marp else ""
    highest = int(divider) if divider.isdigit() else 0
    lines = head.text.split("\n")
    cuts = []
    for token in _reader(deck=True, marp=marp).disable(["inline", "text_join"]).parse(head.text):
        if token.level or token.map is None:
            continue
        if token.type == "hr" and (marp or is_rule(lines[token.map[0]])):
            cuts.append(Cut(line=token.map[0], rule=True))
        elif token.type == "heading_open" and int(token.tag[1]) <= highest:
            cuts.append(Cut(line=token.map[0], rule=False))
    return cuts


def _slide_pages(slides: Slides, source_id: str) -> list[Page]:
    """Every slide as a page, blank ones too."""
    tokens = _reader(deck=True, marp=slides.marp).parse("\n".join(slides.lines))
    pages = []
    at = 0
    for number, slide in enumerate(slides.slides, start=1):
        first = at
        while at < len(tokens) and (_line(tokens[at]) or 0) < slide.end:
            at += 1
        page = PageBuilder(source_id=source_id, number=number)
        Walker(page, deck=True, remark=slides.remark).walk(tokens[first:at])
        pages.append(page.build(hidden=slide.hidden))
    return pages


def _sections(text: str, source_id: str, own_title: str) -> tuple[str, list[Page]]:
    """The document's title and its sections; without headings, the pages between its form feeds."""
    reader = _reader(deck=False, marp=False)
    tokens = reader.parse(text.replace("\f", "\n"))
    headings = [at for at, token in enumerate(tokens) if token.type == "heading_open" and not token.level]
    titled = bool(headings) and _is_document_title(tokens, headings)
    title = own_title or (Walker.plain(tokens[headings[0] + 1]) if titled else "")
    rank = cutting_rank([int(tokens[at].tag[1]) for at in headings[titled:]], len(text))
    starts = [at for at in headings[titled:] if int(tokens[at].tag[1]) <= rank]
    if headings:
        edges = sorted({0, *starts, len(tokens)})
        parts = [tokens[first:end] for first, end in pairwise(edges)]
    else:
        parts = [reader.parse(part) for part in text.removesuffix("\f").split("\f")]
    pages: list[Page] = []
    for part in parts:
        page = PageBuilder(source_id=source_id, number=len(pages) + 1, unit="section")
        if not pages and not titled and (not starts or starts[0] > 0):
            page.title = own_title
        Walker(page, deck=False, remark=False).walk(part)
        if not pages and not titled:
            page.promote_first()
        if not page.empty or not headings:
            pages.append(page.build())
    if not title and pages and starts[:1] != [0] and pages[0].blocks and pages[0].blocks[0].kind == "title":
        title = pages[0].title
    return title, pages


def _is_document_title(tokens: Sequence[Token], headings: Sequence[int]) -> bool:
    """True when the first heading stands above all text and is outranked, or matched by none that follows."""
    ranks = [int(tokens[at].tag[1]) for at in headings]
    before = [token.type for token in tokens[: headings[0]] if token.type != "html_block"]
    return not before and (ranks[0] not in ranks[1:] or min(ranks) < ranks[0])


# The reader: CommonMark with tables and strikethrough, and what decks and careless headings need.


def _reader(*, deck: bool, marp: bool) -> MarkdownIt:
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    rules = reader.block.ruler
    rules.at("heading", _loose_heading, {"alt": ["paragraph", "reference", "blockquote"]})
    if deck and not marp:
        above: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
        rules.at("lheading", _no_rule_heading)
        rules.before("fence", "speaker_notes", _speaker_notes, above)
        rules.before("fence", "increment", _increment, above)
    return reader


def _loose_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A heading, also one with no space between its number signs and its text."""
    if heading(state, start, end, silent):
        return True
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    loose = _LOOSE_HEADING.match(line)
    if loose is None or state.is_code_block(start):
        return False
    if silent:
        return True
    state.line = start + 1
    rank = len(loose.group(1))
    token = state.push("heading_open", f"h{rank}", 1)
    token.map = [start, state.line]
    token = state.push("inline", "", 0)
    token.content = loose.group(2).strip().rstrip("#").rstrip()
    token.map = [start, state.line]
    token.children = []
    state.push("heading_close", f"h{rank}", -1)
    return True


def _no_rule_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """An underlined heading, but not one underlined by what separates slides (`---`) or steps (`--`)."""
    before = len(state.tokens), state.line
    if not lheading(state, start, end, silent):
        return False
    underline = state.line - 1
    if state.src[state.bMarks[underline] : state.eMarks[underline]].strip() not in ("--", "---"):
        return True
    del state.tokens[before[0] :]
    state.line = before[1]
    return False


def _speaker_notes(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`???` and everything to the end of the slide (remark)."""
    if state.blkIndent or _raw(state, start) != "???":
        return False
    if silent:
        return True
    last = next((at for at in range(start + 1, end) if is_rule(_raw(state, at))), end)
    token = state.push("notes", "", 0)
    token.content = "\n".join(_raw(state, at) for at in range(start + 1, last))
    token.map = [start, last]
    state.line = last
    return True


def _increment(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """`--`: the rest of the slide is shown at the next click (remark)."""
    if state.blkIndent or _raw(state, start) != "--":
        return False
    if not silent:
        state.line = start + 1
    return True


def _raw(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] : state.eMarks[line]].rstrip()


def _line(token: Token) -> int | None:
    return token.map[0] if token.map else None
