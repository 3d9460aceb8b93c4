"""The real parts, chosen and joined: the one place that does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.extract import ExtractiveAnswerer
from bot.leads import leads
from bot.model.chat_model import LangChainModel, open_chat_model
from bot.model.checked import Check, Checker
from bot.model.generate import GeneratedAnswerer
from bot.model.replies import RecordingModel
from bot.model.verify import load_words, verify
from bot.page import suggest
from bot.page.conversation import Conversation
from bot.page.feedback import FeedbackFile
from bot.page.pictures import PagePictures
from bot.question import Question
from bot.retrieve import HybridRetriever
from bot.types import Answer, Answerer, Hit, Reference, Turn
from ingest.errors import SettingsError
from ingest.index import Index, build_folder, current_record
from ingest.isolation import FileReader
from ingest.reader import prepare_reader
from ingest.settings import Settings
from ingest.sources import read_examples
from ingest.types import Library, Page, Source

if TYPE_CHECKING:
    from bot.page.routes import Site


class Bot:
    """Answerer, Retriever and Library over the index in use; the next question picks a new ingest up."""

    def __init__(self, settings: Settings) -> None:
        """Opens the index and the language model, if one is set.

        Raises NoIndexError, IndexMismatchError, CorpusIndexError, EmbedderError, SettingsError, ModelError.
        """
        self._settings = settings
        self._lock = threading.Lock()
        self._reader = FileReader(settings.limits)
        self._index = Index.open(settings)
        self.model = open_chat_model(settings)
        self._check: Check = verify if self.model is None else Checker(prepare_reader(settings, "checker"))
        self._loading = threading.Thread(target=load_words, daemon=True)
        if self.model:
            self._loading.start()
        self._suggestions: Sequence[suggest.Suggestion] = ()
        self._suggested_of = ""

    def index(self) -> Index:
        """The index in use, opened again when an ingest has replaced it."""
        with self._lock:
            record = current_record(self._settings)
            if record and record.build != self._index.record.build:
                self._index = Index.open(self._settings)
            return self._index

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, scope: Collection[str] = ()
    ) -> Iterator[Answer]:
        """The answer as it grows, from the sources of those ids or from all; the last one is final."""
        index = self.index()
        try:
            yield from self._answerer(index, scope).stream(question, history)
        except Exception:
            # An ingest may have replaced the index, and removed this one, between two steps of the answer.
            fresh = self.index()
            if fresh is index:
                raise
            yield from self._answerer(fresh, scope).stream(question, history)

    def _answerer(self, index: Index, scope: Collection[str]) -> Answerer:
        quoting = answerer_of(index, scope)
        return GeneratedAnswerer(quoting, self.model, index.library, self._check) if self.model else quoting

    def prepare(self) -> None:
        """Loads what the first answer of a language model would wait for; nothing where none is set."""
        if self.model is None:
            return
        if isinstance(self.model, LangChainModel):
            self.model.prepare()
        self._loading.join()

    def record(self, path: Path) -> None:
        """Keeps the language model's replies in a file from now on. Raises SettingsError if none is set."""
        if self.model is None:
            raise SettingsError("There is nothing to record: RAPPORTEUR_LLM names no language model.")
        self.model = RecordingModel(self.model, path)

    def quoting(self) -> Answerer:
        """The answerer over the index in use that asks no language model."""
        return answerer_of(self.index())

    def quote(self, question: str) -> Answer:
        """The final answer in the sources' own words, without a language model."""
        *_, last = self.quoting().stream(question)
        return last

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The final answer."""
        *_, last = self.stream(question, history)
        return last

    def retrieve(self, question: str, history: Sequence[Turn] = ()) -> list[Hit]:
        """Pages, best first, each once."""
        return HybridRetriever(self.index()).retrieve(question, history)

    def site(self) -> Site:
        """What the chat page is made of, over this bot."""
        from bot.page.routes import Site  # FastAPI, which only the page needs

        settings = self._settings
        return Site(
            answerer=self,
            library=self.library,
            title=settings.title,
            examples=self.examples,
            pictures=PagePictures(self._reader, settings.home_path / "pictures"),
            suggest=self.suggest,
            save=feedback_file(settings).save,
            build=lambda: self.index().record.build,
            operator=settings.operator,
            contact=settings.contact,
            model=settings.llm,
            mcp=settings.mcp == "on",
        )

    def examples(self, language: str = "en") -> list[str]:
        """Questions to start from, in that language: those that the manifests of the corpus list."""
        return [q for path in self.index().record.corpus for q in read_examples(Path(path), language)]

    def make_suggestions(self, progress: Callable[[int, int], None]) -> None:
        """Makes questions to ask next of the sources, and keeps them with the build."""
        index = self.index()
        made = suggest.suggestions(index.library, index.vocabulary, self.quote, progress=progress)
        suggest.write(build_folder(self._settings, index.record.build), made)

    def suggest(self, conversation: Conversation, language: str) -> Sequence[str]:
        """Questions that the sources answer, to ask after the conversation."""
        build = self.index().record.build
        if build != self._suggested_of:
            self._suggestions = suggest.read(build_folder(self._settings, build))
            self._suggested_of = build
        return suggest.next_questions(self._suggestions, conversation, language)

    @property
    def library(self) -> Library:
        """The sources and pages of the index in use, whichever that is when they are asked for."""
        return _LiveLibrary(self)


def answerer_of(index: Index, scope: Collection[str] = ()) -> ExtractiveAnswerer:
    """The answerer over an opened index, from the sources of those ids or from all."""
    retriever = HybridRetriever(index, scope=scope)

    def lead(asked: Question) -> tuple[Reference, ...]:
        concepts = retriever.query(asked.searched, asked.language).concepts
        return leads(asked.text, concepts, index.library.sources())

    return ExtractiveAnswerer(
        retriever.search, index.library, knows=retriever.knows, mend=retriever.mend, lead=lead
    )


def has_suggestions(settings: Settings) -> bool:
    """Whether questions to ask next were made of the build in use: once is enough, and opens no index."""
    record = current_record(settings)
    return record is not None and (build_folder(settings, record.build) / suggest.FILE).is_file()


def feedback_file(settings: Settings) -> FeedbackFile:
    """The file that feedback is kept in."""
    return FeedbackFile(settings.home_path / "feedback.jsonl")


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
