"""A page as passages at two grains: the page (or a section of a long one) and the statement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from langchain_text_splitters import RecursiveCharacterTextSplitter
from sentencex import get_sentence_boundaries

from ingest.types import BlockKind, Page, Passage

CHUNKER_VERSION = "6"

SECTION_CHARS = 900
"""Longest page-grain passage: about 220 word pieces, within the 256 that the default embedder reads."""
STATEMENT_CHARS = 420
"""Longest bullet kept whole; a longer one is taken sentence by sentence."""
SENTENCE_CHARS = 800
"""Longest sentence kept whole; a longer one (a table of contents, say) is cut at commas and spaces."""

_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:No|Nos|Rec|Art|Arts|Sec|para|paras|ch|pp?|vol|Fig|cf|ca|approx|R|C|St|Dr|Mr|Mrs|Ms|Prof|núm|art|al)\.\s*$"
)
"""Ends of what is not the end of a sentence, beyond what sentencex knows of the language."""
_DEPENDENT = re.compile(
    r"(?:it|its|they|their|them|this|these|those|that|he|she|his|her|such|both|also|however"
    r"|moreover|in addition"
    r"|il|elle|ils|elles|ce|cette|ces|cela|esto|esta|este|ello|ellos|ellas)\b",
    re.IGNORECASE,
)
"""Openings that lean on the sentence before."""


def passages_of(page: Page, language: str = "en", *, document: str = "") -> list[Passage]:
    """The passages of a page: its sections, then its statements in reading order.

    `document` is the title of the document the page is from, where its pages are not understood without it
    ("Article 5"); it goes before the context of every passage. A page without text has no passage. Every
    passage satisfies `page.text[start:end] == text`.
    """
    sections = [(start, end, _page_context(page, start)) for start, end in _sections(page, language)]
    statements = list(_statements(page, language))
    kinds = [_kind_at(page, start) for start, _, _ in statements]
    return [
        Passage(
            source_id=page.source_id,
            page=page.number,
            ordinal=ordinal,
            start=start,
            end=end,
            text=page.text[start:end],
            grain="page" if ordinal < len(sections) else "statement",
            kind="paragraph" if ordinal < len(sections) else kinds[ordinal - len(sections)],
            context=_joined(document, context),
        )
        for ordinal, (start, end, context) in enumerate([*sections, *statements])
    ]


def _kind_at(page: Page, start: int) -> BlockKind:
    return next(block.kind for block in page.blocks if block.start <= start < block.end)


def _page_context(page: Page, start: int) -> str:
    """The title, for a section that does not begin with it."""
    return "" if page.text.startswith(page.title, start) else page.title


def _sections(page: Page, language: str) -> Iterator[tuple[int, int]]:
    """Runs of whole blocks of at most SECTION_CHARS; a longer block runs over several, cut at sentences."""
    start = end = -1
    for piece_start, piece_end in _pieces(page, language):
        if start >= 0 and piece_end - start > SECTION_CHARS:
            yield start, end
            start = -1
        if start < 0:
            start = piece_start
        end = piece_end
    if start >= 0:
        yield start, end


def _pieces(page: Page, language: str) -> Iterator[tuple[int, int]]:
    for block in page.blocks:
        if block.end - block.start <= SECTION_CHARS // 2:
            yield block.start, block.end
        else:
            yield from _sentences(page.text, block.start, block.end, language)


def _statements(page: Page, language: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and context of every statement, in reading order."""
    heading = lead_in = previous = header = ""
    parents: list[str] = []
    in_list = False
    for block in page.blocks:
        text = page.text[block.start : block.end]
        if block.kind == "title":
            # A slide's title often says something; a section's is a name that many pages may share.
            if page.unit == "slide" or len(page.blocks) == 1:
                yield block.start, block.end, ""
            continue
        if block.kind == "heading":
            heading, lead_in, parents, previous = text, "", [], ""
            yield block.start, block.end, page.title  # slides say things in their headings, too
            continue
        if block.kind != "row":
            header = ""
        if block.kind in ("bullet", "row"):
            in_list = True
            parents = parents[: block.level]
            context = _joined(page.title, heading, lead_in, header, *parents)
            if len(text) <= STATEMENT_CHARS:
                yield block.start, block.end, context
            else:
                yield from (
                    (s, e, context) for s, e in _sentences(page.text, block.start, block.end, language)
                )
            if block.kind == "row":
                header = header or text  # a table's first row says what the figures under it are
            else:
                parents.append(text)
            continue
        if in_list:
            in_list, lead_in = False, ""
        parents = []
        for start, end in _sentences(page.text, block.start, block.end, language):
            sentence = page.text[start:end]
            leaning = previous if _DEPENDENT.match(sentence) else ""
            yield start, end, _joined(page.title, heading, leaning)
            previous = sentence
        if text.rstrip().endswith(":"):
            lead_in = previous


def _joined(*parts: str) -> str:
    seen = dict.fromkeys(part.strip() for part in parts if part.strip())
    return "\n".join(seen)


def sentences(text: str, language: str = "en") -> list[str]:
    """The sentences of a text in a language, without the white space around them."""
    return [text[start:end] for start, end in _sentences(text, 0, len(text), language)]


def _sentences(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    """Spans of the sentences of `text[start:end]`, without the white space around them."""
    stretch = text[start:end]
    bounds = [int(b["start_index"]) for b in get_sentence_boundaries(language, stretch)] or [0]
    kept = [bounds[0]]
    kept += [b for b in bounds[1:] if not _ABBREVIATION.search(stretch[:b][-12:])]
    spans = []
    for begin, stop in zip(kept, [*kept[1:], len(stretch)], strict=True):
        spans += list(_trimmed(text, start + begin, start + stop))
    return spans


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    if end - start <= SENTENCE_CHARS:
        yield start, end
        return
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=SENTENCE_CHARS,
        chunk_overlap=0,
        separators=["\n", "; ", ", ", " ", ""],
        keep_separator="end",
        add_start_index=True,
        strip_whitespace=True,
    )
    for piece in splitter.create_documents([text[start:end]]):
        begin = start + piece.metadata["start_index"]
        yield begin, begin + len(piece.page_content)
