"""The answer that needs no model: the sources' own words, each with its citation."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from bot.dated import (
    dates_to_say,
    is_about_now,
    is_of_another_year,
    latest,
    written,
    years_after,
)
from bot.finding import Finder, Finding, Search
from bot.language.glossary import glossary
from bot.markup import escape_markdown
from bot.phrases import is_spoken, phrases
from bot.question import Mend, Question, as_typed, going_on, is_small_talk, standing_alone, understand
from bot.refuse import refused
from bot.slide_url import slide_url
from bot.support import Knows
from bot.types import Answer, Citation, Hit, Outcome, Pointer, Reference, Refusal, Turn
from ingest.types import Library, Page, SlideRef, SourceStatus

ANSWERED: tuple[Outcome, ...] = ("answered", "partly")
GOES_ON = 0.5
"""Chance, by the reader, that a page answers, from which a question that has no answer as it stands is taken
to go on from the one before."""
NEAREST = 3
"""Pages pointed to when the sources do not answer."""

Lead = Callable[[Question], tuple[Reference, ...]]
"""Names documents that were not read and may answer a question."""

_POINTED: tuple[Refusal | None, ...] = ("position", "advice")
"""What is refused with the nearest pages: a question that the sources may say something about."""
_ORDER: dict[SourceStatus, int] = {"later": 1, "third_party": 2}
"""What follows the presentation and its documents in an answer, never mixed with them."""


class ExtractiveAnswerer:
    """Answers with the statements that answer, verbatim and whole."""

    def __init__(
        self,
        search: Search,
        library: Library,
        *,
        knows: Knows = lambda word: True,  # noqa: ARG005
        mend: Mend = as_typed,
        lead: Lead = lambda asked: (),  # noqa: ARG005
    ) -> None:
        """Quotes from the library what the search finds.

        `knows` tells whether the sources say a name; `mend` mends what is misspelt in a question;
        `lead` names documents to look in where the sources do not answer.
        """
        self._finder = Finder(search, library, knows=knows)
        self._knows = knows
        self._mend = mend
        self._lead = lead
        self._library = library

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        scope: Collection[str] = (),  # noqa: ARG002 - the search given knows it
    ) -> Iterator[Answer]:
        """The answer as it grows, page by page; the last one is final.

        The scope is that of the search it was made with.
        """
        started = time.perf_counter()
        asked = standing_alone(understand(question, history, self._mend), self._knows)
        understood = time.perf_counter()
        found = self._found(asked)
        if found.outcome not in ANSWERED and (leaning := going_on(asked, history, self._mend)):
            again = self._found(leaning)
            if again.outcome in ANSWERED and again.certainty >= GOES_ON:
                asked, found = leaning, again
        retrieved = time.perf_counter()
        drafts = (
            self._answered(asked, found)
            if found.outcome in ANSWERED
            else iter([self._declined(asked, found)])
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

    def _found(self, asked: Question) -> Finding:
        found = self._finder.find(asked)
        if found.outcome in ANSWERED and not found.corrects and self._is_of_another_time(asked, found):
            return replace(found, outcome="not_in_sources")
        return found

    def _answered(self, asked: Question, found: Finding) -> Iterator[Answer]:
        words = phrases(asked.language)
        hits, groups, outcome = found.hits, found.groups, found.outcome
        parts = [words.partly] if outcome == "partly" else []
        citations: list[Citation] = []
        for group in sorted(groups, key=lambda group: self._comes_after(group.hit.source_id)):
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
        remarks = [escape_markdown(remark) for remark in found.remarks]
        if as_of := self._as_of(asked, citations):
            remarks.append(f"*{as_of}*")
        parts += remarks
        foreign = {self._library.source(g.hit.source_id).language for g in groups} != {asked.language}
        if foreign and words.quoted_in:
            parts.append(f"*{words.quoted_in}*")
        if aid := self._reading_aid(asked, citations):
            parts.append(aid)
        if not is_spoken(asked.language):
            parts.append(f"*{words.other_language}*")
        last = self._answer(asked, "\n\n".join(parts), outcome, citations=tuple(citations), hits=tuple(hits))
        yield replace(last, remarks=tuple(remarks))

    def _declined(self, asked: Question, found: Finding) -> Answer:
        words = phrases(asked.language)
        refusal = refused(asked.text, unanswered=True)
        outcome = "out_of_scope" if refusal else found.outcome
        pointed = outcome == "not_in_sources" or refusal in _POINTED
        pointers = tuple(self._pointer(hit) for hit in found.hits[:NEAREST]) if pointed else ()
        references = self._lead(asked) if outcome == "not_in_sources" or refusal == "advice" else ()
        parts = [words.not_in_sources, *map(escape_markdown, found.remarks)]
        if outcome == "out_of_scope":
            beside = words.small_talk if is_small_talk(asked.text) else words.out_of_scope
            parts = [words.refusals[refusal] if refusal else beside]
        elif newest := self._newest(asked):
            parts.append(words.newest.format(date=newest))
        parts += [words.nearest] if pointers else []
        if not is_spoken(asked.language):
            parts.append(words.other_language)
        listed = [_told(reference, asked.language) for reference in references]
        return replace(
            self._answer(asked, "\n\n".join([" ".join(parts), *listed]), outcome, hits=found.hits),
            pointers=pointers,
            references=references,
            refusal=refusal,
        )

    def _is_of_another_time(self, asked: Question, found: Finding) -> bool:
        """Whether a question names years that no page quoted speaks of, or later ones that no source does."""
        years = years_after(asked.text, latest(self._library.sources()))
        if years and not any(self._knows(year) for year in years):
            return True
        pages = [self._library.page(group.hit.source_id, group.hit.page) for group in found.groups]
        sources = [self._library.source(page.source_id) for page in pages]
        return bool(pages) and all(
            is_of_another_year(asked.text, f"{source.title}\n{page.text}", source.date)
            for page, source in zip(pages, sources, strict=True)
        )

    def _newest(self, asked: Question) -> str:
        """The date of the newest source, for a question about now or later; empty for any other."""
        date = latest(self._library.sources())
        late = is_about_now(asked.text) or years_after(asked.text, date)
        return written(date, asked.language) if late else ""

    def _as_of(self, asked: Question, citations: Sequence[Citation]) -> str:
        """The line that says of which date the quotations are, where that matters; else empty."""
        words = phrases(asked.language)
        quoted = [(each.quote, self._library.source(each.source_id).date) for each in citations]
        dates = [written(date, asked.language) for date in dates_to_say(asked.text, quoted)]
        sentence = words.as_of if len(dates) == 1 else words.as_of_several
        return sentence.format(date=words.joined.join(dates)) if dates else ""

    def _reading_aid(self, asked: Question, citations: Sequence[Citation]) -> str:
        """The line that gives words of English quotations in the reader's language; else empty."""
        english = [each.quote for each in citations if self._library.source(each.source_id).language == "en"]
        pairs = [f"{gloss.said} = {gloss.means}" for gloss in glossary(english, asked.language)]
        sentence = phrases(asked.language).reading_aid
        return escape_markdown(sentence.format(pairs=" · ".join(pairs))) if pairs else ""

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
            question=asked.typed or asked.text,
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
        source = self._library.source(page.source_id)
        return Citation(
            marker=marker,
            source_id=page.source_id,
            page=page.number,
            unit=page.unit,
            title=page.title,
            source_title=source.title,
            language=source.language,
            date=source.date,
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
        if page.title and page.title != source.title:
            where = f"{where}: {page.title}"
        if not self._comes_after(page.source_id):
            return where
        words = phrases(asked.language)
        framed = words.later if source.status == "later" else words.according_to
        publisher, date = source.publisher or source.title, written(source.date, asked.language)
        framed = framed if date else framed.replace(", {date}", "")
        return framed.format(publisher=publisher, date=date, where=where)

    def _comes_after(self, source_id: str) -> int:
        """A source's place in an answer: the presentation and its documents, newer texts, what others say."""
        return _ORDER.get(self._library.source(source_id).status, 0)


def _told(reference: Reference, language: str) -> str:
    """The sentence that names a document to look in, with its address at the end."""
    words = phrases(language)
    told = (reference.title, reference.publisher, written(reference.date, language))
    what = escape_markdown(" — ".join(part for part in told if part))
    sentence = words.later_document if reference.is_later else words.other_document
    link = f" [{reference.url}]({reference.url})" if reference.url else ""
    return sentence.format(what=what) + link


def _finished(answer: Answer, timings: dict[str, float], *, final: bool) -> Answer:
    return replace(answer, timings_ms=timings, final=final)
