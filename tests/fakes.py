"""A library and an answerer small enough to check by eye."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from bot.slide_url import slide_url
from bot.types import Answer, Citation, Pointer, Turn
from ingest.errors import UnknownPageError, UnknownSourceError
from ingest.types import Block, BlockKind, Library, Link, Page, SlideRef, Source


def make_page(
    number: int,
    *lines: tuple[BlockKind, str],
    source_id: str = "deck",
    levels: Sequence[int] = (),
    notes: str = "",
    links: tuple[Link, ...] = (),
) -> Page:
    """A page of one block a line; `levels` are those of the blocks, in order, 0 where it ends."""
    blocks: list[Block] = []
    at = 0
    for index, (kind, words) in enumerate(lines):
        level = levels[index] if index < len(levels) else 0
        blocks.append(Block(kind=kind, start=at, end=at + len(words), level=level))
        at += len(words) + 1
    title = next((words for kind, words in lines if kind == "title"), "")
    return Page(
        source_id=source_id,
        number=number,
        title=title,
        text="\n".join(words for _, words in lines),
        blocks=tuple(blocks),
        notes=notes,
        links=links,
        unit="slide" if source_id == "deck" else "page",
    )


PAGES = (
    make_page(1, ("title", "Context for the social and solidarity economy")),
    make_page(
        2,
        ("title", "Cooperatives are major contributors to employment and economic output"),
        ("paragraph", "Cooperatives are found in every country and sector."),
        ("bullet", "279.4 million people have jobs thanks to cooperatives"),
        ("bullet", "27.2 million work in cooperatives"),
        ("bullet", "16 million are employees"),
        ("bullet", "That is 9.46% of the employed population of the world"),
        ("caption", "Source: a made-up survey of 2017"),
        levels=(0, 0, 0, 0, 1, 0),
        notes="Pause here: this is the figure people ask about.",
        links=(
            Link(text="The survey", url="https://example.org/survey"),
            Link(text="A trap", url="javascript:alert(1)"),
        ),
    ),
    make_page(3, ("title", "Members by region"), ("row", "Region | Members"), ("row", "Asia | 191 million")),
    make_page(4),
    make_page(
        5,
        ("title", "What is a cooperative?"),
        ("quote", "An autonomous association of persons united voluntarily to meet their common needs."),
        ("caption", "Promotion of Cooperatives Recommendation, 2002 (No. 193)"),
    ),
)
DECK = Source(
    source_id="deck",
    title="Briefing on cooperatives",
    kind="deck",
    path=Path("deck.md"),
    publisher="A secretariat",
    date="2021-03-15",
    status="deck",
)
SURVEY = Source(
    source_id="survey",
    title="Survey of cooperative employment",
    kind="document",
    url="https://example.org/survey",
    publisher="A research centre",
    date="2017",
    linked_from=(SlideRef(source_id="deck", page=2),),
    note="Supplied by hand: its licence does not allow a copy here.",
)
REPORT = Source(
    source_id="report",
    title="Annual report",
    kind="document",
    path=Path("report.pdf"),
    publisher="A secretariat",
    date="2022-06",
    status="later",
)
REPORT_PAGE = make_page(
    1, ("title", "Summary"), ("paragraph", "Employment grew in every region."), source_id="report"
)


class FakeLibrary:
    """A deck of five slides, a report of one page, and a survey that was not fetched."""

    def __init__(
        self,
        pages: Sequence[Page] = (*PAGES, REPORT_PAGE),
        sources: Sequence[Source] = (DECK, SURVEY, REPORT),
    ) -> None:
        self._pages = {(page.source_id, page.number): page for page in pages}
        self._sources = {source.source_id: source for source in sources}

    def sources(self) -> Sequence[Source]:
        """All of them."""
        return list(self._sources.values())

    def source(self, source_id: str) -> Source:
        """The one of that id."""
        if source_id not in self._sources:
            raise UnknownSourceError(f"No source {source_id!r}.")
        return self._sources[source_id]

    def page(self, source_id: str, number: int) -> Page:
        """The one of that number."""
        if (source_id, number) not in self._pages:
            raise UnknownPageError(f"No page {number} in {source_id!r}.")
        return self._pages[source_id, number]

    def pages_of(self, source_id: str) -> list[Page]:
        """Its pages."""
        return [page for (source, _), page in self._pages.items() if source == source_id]

    def page_count(self, source_id: str) -> int:
        """How many pages were given for it."""
        return sum(1 for source, _ in self._pages if source == source_id)


def with_files(folder: Path) -> FakeLibrary:
    """The library with its two files in `folder`."""
    (folder / "deck.md").write_text("# Cooperatives\n\nÀ la carte\n", encoding="utf-8")
    (folder / "report.pdf").write_bytes(b"%PDF-1.4 a picture of a report")
    kept = [
        replace(source, path=folder / source.path) if source.path else source
        for source in (DECK, SURVEY, REPORT)
    ]
    return FakeLibrary(sources=kept)


def cite(library: Library, source_id: str, number: int, quote: str, marker: int = 1) -> Citation:
    """A citation of words that stand in a page."""
    page = library.page(source_id, number)
    start = page.text.index(quote)
    end = start + len(quote)
    return Citation(
        marker=marker,
        source_id=source_id,
        page=number,
        unit=page.unit,
        title=page.title,
        source_title=library.source(source_id).title,
        quote=quote,
        start=start,
        end=end,
        url=slide_url(source_id, number, start, end),
    )


JOBS = "279.4 million people have jobs thanks to cooperatives"
SHARE = "9.46% of the employed population of the world"


def jobs(library: Library) -> Answer:
    """The answer about jobs, with two citations of one slide."""
    return Answer(
        question="How many people have jobs thanks to cooperatives?",
        text=f"**Slide 2** says:\n\n- {JOBS} [1]\n- That is {SHARE} [2]",
        outcome="answered",
        language="en",
        citations=(cite(library, "deck", 2, JOBS), cite(library, "deck", 2, SHARE, marker=2)),
    )


def declined(question: str) -> Answer:
    """The answer to what the sources do not say."""
    return Answer(
        question=question,
        text="The sources do not answer this question.",
        outcome="not_in_sources",
        language="en",
        pointers=(
            Pointer(
                source_id="deck",
                page=5,
                unit="slide",
                title="What is a cooperative?",
                url=slide_url("deck", 5),
            ),
        ),
    )


class FakeAnswerer:
    """Answers questions with "jobs" in them in two steps, declines others, remembers what it was asked."""

    def __init__(self, answer: Callable[[str], Iterator[Answer]] | None = None) -> None:
        self.library = FakeLibrary()
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []
        self.scopes: list[tuple[str, ...]] = []
        self._answer = answer or self._usual

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, scope: Collection[str] = ()
    ) -> Iterator[Answer]:
        """What it was made to say."""
        self.asked.append((question, tuple(history)))
        self.scopes.append(tuple(scope))
        yield from self._answer(question)

    def _usual(self, question: str) -> Iterator[Answer]:
        if "jobs" not in question:
            yield declined(question)
            return
        whole = jobs(self.library)
        yield replace(
            whole, text=whole.text.partition("\n- That")[0], citations=whole.citations[:1], final=False
        )
        yield replace(whole, question=question)


class LetterEmbedder:
    """Counts letters: an axis for each of a to z, and one that every text has."""

    dimension = 27

    def __init__(self, fingerprint: str = "letters") -> None:
        self.fingerprint = fingerprint
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A unit row a text; remembers the texts."""
        self.embedded += texts
        counts = [[text.lower().count(letter) for letter in ascii_lowercase] + [1] for text in texts]
        rows = np.array(counts, dtype=np.float32).reshape(len(texts), self.dimension)
        made: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return made

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a question."""
        row: NDArray[np.float32] = LetterEmbedder().embed_passages([text])[0]
        return row

    def is_word(self, word: str) -> bool:
        """Whether it is made of letters."""
        return word.isalpha()


class WordReader:
    """A reader for which a text answers as far as the question's words stand in it."""

    def log_odds(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        asked = set(re.findall(r"\w+", question.lower()))
        held = [asked & set(re.findall(r"\w+", text.lower())) for text in texts]
        return np.array([2 * len(each) - len(asked) for each in held], dtype=np.float32)
