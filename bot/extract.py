"""The answer that needs no model: the sources' own words, each with its citation."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.compose import Group, compose
from bot.draw import slide_url
from bot.phrases import is_spoken, phrases
from bot.question import Question, standing_alone, understand
from bot.support import Knows, judge
from bot.types import Answer, Citation, Hit, Outcome, Pointer, Turn
from ingest.types import Library, Page, SlideRef

NEAREST = 3
"""Pages pointed to when the sources do not answer."""

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")
_OPENING = re.compile(r"^(\s*\d*)([-+.)])(?=\s|$)")

Search = Callable[[Question], list[Hit]]


class ExtractiveAnswerer:
    """Answers with the statements that answer, verbatim and whole."""

    def __init__(self, search: Search, library: Library, *, knows: Knows = lambda word: True) -> None:  # noqa: ARG005
        """Quotes from the library what the search finds; `knows` tells whether the sources say a name."""
        self._search = search
        self._knows = knows
        self._library = library

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """The answer as it grows, page by page; the last one is final."""
        started = time.perf_counter()
        asked = standing_alone(understand(question, history), self._knows)
        understood = time.perf_counter()
        hits = self._search(asked)
        retrieved = time.perf_counter()
        groups = compose(asked, hits)
        outcome = judge(asked, hits, groups, knows=self._knows)
        drafts = (
            self._answered(asked, hits, groups, outcome)
            if outcome in ("answered", "partly")
            else iter([self._declined(asked, hits, outcome)])
        )
        last: Answer | None = None
        for draft in drafts:
            if last is not None:
                yield _finished(last, {}, final=False)
            last = draft
        ended = time.perf_counter()
        assert last is not None  # noqa: S101 - every outcome gives one answer
        timings = {
            "understand": (understood - started) * 1000,
            "retrieve": (retrieved - understood) * 1000,
            "compose": (ended - retrieved) * 1000,
            "total": (ended - started) * 1000,
        }
        yield _finished(last, timings, final=True)

    def _answered(
        self, asked: Question, hits: Sequence[Hit], groups: Sequence[Group], outcome: Outcome
    ) -> Iterator[Answer]:
        words = phrases(asked.language)
        parts = [words.partly] if outcome == "partly" else []
        citations: list[Citation] = []
        for group in groups:
            page = self._library.page(group.hit.source_id, group.hit.page)
            lines = []
            for line in group.lines:
                citation = self._citation(len(citations) + 1, page, line.passage.start, line.passage.end)
                citations.append(citation)
                lines.append((line.depth, f"{escape_markdown(citation.quote)} [{citation.marker}]"))
            if asked.seeks == "link":
                lines += [(0, f"[{address}]({address})") for address in self._addresses(page)]
            listed = [line for _, line in lines]
            if len(lines) > 1:
                listed = [f"{'  ' * depth}- {line}" for depth, line in lines]
            parts.append(f"**{escape_markdown(self._heading(asked, page))}**\n\n" + "\n".join(listed))
            yield self._answer(
                asked, "\n\n".join(parts), outcome, citations=tuple(citations), hits=tuple(hits)
            )
        foreign = {self._library.source(g.hit.source_id).language for g in groups} != {asked.language}
        if foreign and words.quoted_in:
            parts.append(f"*{words.quoted_in}*")
        if not is_spoken(asked.language):
            parts.append(f"*{words.other_language}*")
        yield self._answer(asked, "\n\n".join(parts), outcome, citations=tuple(citations), hits=tuple(hits))

    def _declined(self, asked: Question, hits: Sequence[Hit], outcome: Outcome) -> Answer:
        words = phrases(asked.language)
        if outcome == "out_of_scope":
            return self._answer(asked, words.out_of_scope, outcome, hits=tuple(hits))
        pointers = tuple(self._pointer(hit) for hit in hits[:NEAREST])
        parts = [words.not_in_sources] + ([words.nearest] if pointers else [])
        if not is_spoken(asked.language):
            parts.append(words.other_language)
        return self._answer(asked, " ".join(parts), outcome, pointers=pointers, hits=tuple(hits))

    def _answer(
        self,
        asked: Question,
        text: str,
        outcome: Outcome,
        *,
        citations: tuple[Citation, ...] = (),
        pointers: tuple[Pointer, ...] = (),
        hits: tuple[Hit, ...] = (),
    ) -> Answer:
        return Answer(
            question=asked.text,
            text=text,
            outcome=outcome,
            language=asked.language,
            citations=citations,
            pointers=pointers,
            hits=hits,
            understood_as=asked.understood_as,
            final=False,
        )

    def _citation(self, marker: int, page: Page, start: int, end: int) -> Citation:
        return Citation(
            marker=marker,
            source_id=page.source_id,
            page=page.number,
            unit=page.unit,
            title=page.title,
            source_title=self._library.source(page.source_id).title,
            quote=page.text[start:end],
            start=start,
            end=end,
            url=slide_url(page.source_id, page.number, start, end, page.text[start:end]),
        )

    def _addresses(self, page: Page) -> list[str]:
        """Where the page links to, and where the documents are that the manifest says it names."""
        linked = [link.url for link in page.links]
        here = SlideRef(source_id=page.source_id, page=page.number)
        linked += [s.url for s in self._library.sources() if s.url and here in s.linked_from]
        return list(dict.fromkeys(url for url in linked if url.startswith(("http://", "https://"))))

    def _pointer(self, hit: Hit) -> Pointer:
        page = self._library.page(hit.source_id, hit.page)
        return Pointer(
            source_id=hit.source_id,
            page=hit.page,
            unit=page.unit,
            title=page.title,
            url=slide_url(hit.source_id, hit.page),
        )

    def _heading(self, asked: Question, page: Page) -> str:
        """Where the statements under it stand: "Slide 6: its title", with the source's title if several."""
        source = self._library.source(page.source_id)
        where = f"{phrases(asked.language).units[page.unit]} {page.number}"
        if source.kind != "deck" or sum(each.path is not None for each in self._library.sources()) > 1:
            where = f"{source.title}, {where.lower()}"
        return f"{where}: {page.title}" if page.title and page.title != source.title else where


def escape_markdown(text: str) -> str:
    """The text so that Markdown shows it as it is: its brackets are no markers, its stars no emphasis."""
    return _OPENING.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", text))


def _finished(answer: Answer, timings: dict[str, float], *, final: bool) -> Answer:
    return replace(answer, timings_ms=timings, final=final)
