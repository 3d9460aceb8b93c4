"""The real parts, chosen and joined: the one place that does."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.extract import ExtractiveAnswerer
from bot.leads import leads
from bot.question import Question
from bot.retrieve import HybridRetriever
from bot.types import Answer, Hit, Reference, Turn
from ingest.index import Index, current_record
from ingest.isolation import FileReader
from ingest.settings import Settings
from ingest.sources import read_examples
from ingest.types import Library, Page, Source


class Bot:
    """Answerer, Retriever and Library over the index in use; the next question picks a new ingest up."""

    def __init__(self, settings: Settings) -> None:
        """Opens the index. Raises NoIndexError, IndexMismatchError, CorpusIndexError, EmbedderError."""
        self._settings = settings
        self._lock = threading.Lock()
        self._reader = FileReader(settings.limits)
        self._index = Index.open(settings)

    def index(self) -> Index:
        """The index in use, opened again when an ingest has replaced it."""
        with self._lock:
            record = current_record(self._settings)
            if record and record.build != self._index.record.build:
                self._index = Index.open(self._settings)
            return self._index

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """The answer as it grows; the last one is final."""
        index = self.index()
        try:
            yield from answerer_of(index).stream(question, history)
        except Exception:
            # An ingest may have replaced the index, and removed this one, between two steps of the answer.
            fresh = self.index()
            if fresh is index:
                raise
            yield from answerer_of(fresh).stream(question, history)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The final answer."""
        *_, last = self.stream(question, history)
        return last

    def retrieve(self, question: str, history: Sequence[Turn] = ()) -> list[Hit]:
        """Pages, best first, each once."""
        return HybridRetriever(self.index()).retrieve(question, history)

    def picture(self, source: Source, page: int) -> bytes | None:
        """PNG of a page of a PDF source; None for any other source."""
        if source.path is None or source.path.suffix.lower() != ".pdf" or not source.path.is_file():
            return None
        return self._reader.picture(source.path, page)

    def examples(self) -> list[str]:
        """Questions to start from: those that the manifests of the corpus list."""
        return [q for path in self.index().record.corpus for q in read_examples(Path(path))]

    @property
    def library(self) -> Library:
        """The sources and pages of the index in use, whichever that is when they are asked for."""
        return _LiveLibrary(self)


def answerer_of(index: Index) -> ExtractiveAnswerer:
    """The answerer over an opened index."""
    retriever = HybridRetriever(index)

    def lead(asked: Question) -> tuple[Reference, ...]:
        concepts = retriever.query(asked.searched, asked.language).concepts
        return leads(asked.text, concepts, index.library.sources())

    return ExtractiveAnswerer(
        retriever.search, index.library, knows=retriever.knows, mend=retriever.mend, lead=lead
    )


class _LiveLibrary:
    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def sources(self) -> Sequence[Source]:
        return self._bot.index().library.sources()

    def source(self, source_id: str) -> Source:
        return self._bot.index().library.source(source_id)

    def page(self, source_id: str, number: int) -> Page:
        return self._bot.index().library.page(source_id, number)

    def page_count(self, source_id: str) -> int:
        return self._bot.index().library.page_count(source_id)
