"""The answer in a language model's words, each sentence shown only once what it cites is found to say it."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.extract import ANSWERED
from bot.language.identify import language_of
from bot.markup import escape_markdown
from bot.model.checked import Check
from bot.model.claim import Evidence
from bot.model.orders import is_order
from bot.model.phrases import Instead, model_phrases
from bot.model.prompts import Prompt, answer_prompt
from bot.model.reply import Sentence, sentences, unquoted
from bot.model.rewrite import in_english, standing_alone
from bot.model.types import ChatModel, Piece
from bot.model.verify import LANGUAGES, verify
from bot.phrases import is_spoken, phrases
from bot.question import Question, understand
from bot.types import Answer, Answerer, Citation, Turn, Usage
from ingest.errors import ModelBusyError, ModelError, ModelTimeoutError
from ingest.types import Library

MOST = 24
"""Statements that the model is given."""
QUOTED_ALWAYS = ("link", "location", "mentions")
"""What is sought that only quotations answer: addresses and places are never a model's to write."""
NO_ANSWER = "NONE"


class GeneratedAnswerer:
    """Answers in a model's words where the sources answer, and as `quoting` does everywhere else."""

    def __init__(self, quoting: Answerer, model: ChatModel, library: Library, check: Check = verify) -> None:
        """Words what `quoting` quotes from the library, each sentence checked by `check`."""
        self._quoting = quoting
        self._model = model
        self._library = library
        self._check = check

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, scope: Collection[str] = ()
    ) -> Iterator[Answer]:
        """The answer as it grows, sentence by sentence; the last one is final.

        In the place of a sentence that does not stand, what it cites is quoted. Whether the sources answer is
        decided without the model: what is declined stays declined. The quoted answer is given instead, with a
        line that says why, when the model fails, when what it says is not in the statements, and when more of
        its sentences had to be cut than could be kept.
        """
        started = time.perf_counter()
        meter = _Meter(self._model)
        asked = understand(question, history)
        quoted = self._quoted(asked, question, history, scope, meter)
        if quoted.outcome not in ANSWERED or not quoted.citations or asked.seeks in QUOTED_ALWAYS:
            yield replace(quoted, usage=meter.usage if meter.requests else None)
            return
        draft = _Draft(quoted, self._library, self._check)
        instead: Instead | None = None
        if not draft.statements:
            instead = "unsupported"
        try:
            for sentence in sentences(meter.text(draft.prompt()) if draft.statements else ()):
                if draft.add(sentence):
                    yield draft.answer(final=False)
        except ModelTimeoutError:
            instead = "late"
        except ModelBusyError:
            instead = "busy"
        except ModelError:
            instead = "failed"
        meter.kept, meter.cut = draft.stood, draft.cut
        if not instead and (not draft.stood or draft.cut > draft.stood):
            instead = "unsupported" if draft.cut else "none"
        last = _instead(quoted, instead, draft.cut) if instead else draft.answer(final=True)
        timings = {**quoted.timings_ms, **meter.timings_ms, "total": (time.perf_counter() - started) * 1000}
        yield replace(last, timings_ms=timings, usage=meter.usage, final=True)

    def _quoted(
        self,
        asked: Question,
        question: str,
        history: Sequence[Turn],
        scope: Collection[str],
        meter: _Meter,
    ) -> Answer:
        """The quoted answer, to the question as the model understands it where that is of help."""
        if asked.leans_on and (alone := standing_alone(question, history, meter.reply)):
            found = self._last(alone, (), scope)
            if found.outcome in ANSWERED:
                return replace(found, question=question, understood_as=alone)
        found = self._last(question, history, scope)
        unread = found.outcome not in ANSWERED and found.refusal is None
        if unread and asked.language != "en" and (english := in_english(question, meter.reply)):
            again = self._last(english, (), scope)
            if again.outcome in ANSWERED:
                return replace(again, question=question, understood_as=english, language=asked.language)
        return found

    def _last(self, question: str, history: Sequence[Turn], scope: Collection[str]) -> Answer:
        *_, last = self._quoting.stream(question, history, scope=scope)
        return last


@dataclass
class _Meter:
    """What the model was asked for one answer, and how long it took."""

    model: ChatModel
    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    kept: int = 0
    cut: int = 0
    timings_ms: dict[str, float] = field(default_factory=dict)

    @property
    def usage(self) -> Usage:
        """As the answer carries it."""
        return Usage(
            model=self.model.name,
            requests=self.requests,
            input_tokens=self.input_tokens,
            output_tokens=self.output_tokens,
            kept=self.kept,
            cut=self.cut,
        )

    def text(self, prompt: Prompt) -> Iterator[str]:
        """The text of a reply as it comes. Raises ModelError."""
        begun = time.perf_counter()
        self.requests += 1
        try:
            for piece in self.model.stream(prompt):
                self._count(piece)
                if piece.text:
                    self.timings_ms.setdefault("model_first", (time.perf_counter() - begun) * 1000)
                    yield piece.text
        finally:
            spent = (time.perf_counter() - begun) * 1000
            self.timings_ms["model"] = self.timings_ms.get("model", 0.0) + spent

    def reply(self, prompt: Prompt) -> str:
        """A whole reply; empty when the model gives none: what is asked so can be done without."""
        try:
            return "".join(self.text(prompt)).strip()
        except ModelError:
            return ""
        finally:
            self.timings_ms.pop("model_first", None)

    def _count(self, piece: Piece) -> None:
        self.input_tokens += piece.input_tokens
        self.output_tokens += piece.output_tokens


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A sentence of an answer, or the statements put in the place of one that did not stand."""

    sentence: Sentence
    cited: tuple[int, ...]
    """The numbers of the statements that support it, or that are quoted instead."""
    stands: bool


class _Draft:
    """An answer in the making: the statements given to the model, and what is made of its sentences."""

    def __init__(self, quoted: Answer, library: Library, check: Check) -> None:
        self._quoted = quoted
        self._check = check
        self._language = quoted.language if quoted.language in LANGUAGES else "en"
        given = [citation for citation in quoted.citations if not is_order(citation.quote)][:MOST]
        self._citations = dict(enumerate(given, 1))
        self.statements = {n: _evidence(each, quoted, library) for n, each in self._citations.items()}
        self._lines: list[_Line] = []
        self.cut = 0

    @property
    def stood(self) -> int:
        """How many sentences stood."""
        return sum(line.stands for line in self._lines)

    def prompt(self) -> Prompt:
        """Asks for the answer."""
        asked = self._quoted.understood_as or self._quoted.question
        return answer_prompt(asked, list(self.statements.values()), self._language)

    def add(self, sentence: Sentence) -> bool:
        """Whether the answer grows by it. A sentence that does not stand is counted.

        What it cites is quoted in its place: a true sentence that the check took for an invention costs its
        wording and nothing of what it told.
        """
        cited = self._supporting(sentence) if sentence.whole else ()
        if cited:
            self._lines.append(_Line(sentence=sentence, cited=cited, stands=True))
            return True
        announces = sentence.text.endswith(":") and not sentence.cited
        self.cut += not (announces or sentence.text.strip(" .") == NO_ANSWER)
        said = {n for line in self._lines for n in line.cited}
        quoted = tuple(n for n in sentence.cited if n in self.statements and n not in said)
        if quoted:
            self._lines.append(_Line(sentence=sentence, cited=quoted, stands=False))
        return bool(quoted)

    def _supporting(self, sentence: Sentence) -> tuple[int, ...]:
        """The statements cited that support the sentence; of one that cites none, the one that does."""
        if is_order(sentence.text) or "://" in sentence.text or "](" in sentence.text:
            return ()
        # A model may slip into the sources' language, where the words of another one are no check.
        language = "en" if language_of(unquoted(sentence.text)) == "en" else self._language
        cited = tuple(n for n in sentence.cited if n in self.statements)
        if sentence.cited:
            evidence = [self.statements[n] for n in cited]
            return cited if self._check(sentence.text, evidence, language).supported else ()
        for n, each in self.statements.items():
            if self._check(sentence.text, [each], language).supported:
                return (n,)
        return ()

    def answer(self, *, final: bool) -> Answer:
        """The answer as far as it is there, its citations numbered in the order they come."""
        quoted = self._quoted
        words, own = phrases(quoted.language), model_phrases(quoted.language)
        # A statement quoted for one sentence may have come to stand in another.
        said = {n for line in self._lines if line.stands for n in line.cited}
        shown = [line for line in self._lines if line.stands or not said.issuperset(line.cited)]
        markers = {n: at for at, n in enumerate(dict.fromkeys(n for line in shown for n in line.cited), 1)}
        parts = [words.partly] if quoted.outcome == "partly" else []
        text = ""
        for line in shown:
            told = self._told(line, markers)
            if line.sentence.is_item:
                text += f"\n- {told}"
            else:
                text += f"\n\n{told}" if line.sentence.begins or not text else f" {told}"
        parts.append(text.strip())
        dropped = quoted.dropped
        if final:
            parts += [*quoted.remarks, f"*{own.worded}*"]
            if not is_spoken(quoted.language):
                parts.append(f"*{words.other_language}*")
            dropped += (own.cut.format(count=self.cut),) if self.cut else ()
        return replace(
            quoted,
            text="\n\n".join(parts),
            citations=tuple(replace(self._citations[n], marker=at) for n, at in markers.items()),
            dropped=dropped,
            final=final,
        )

    def _told(self, line: _Line, markers: Mapping[int, int]) -> str:
        """A line as it is shown, with its markers."""
        if line.stands:
            cites = " ".join(f"[{markers[n]}]" for n in line.cited)
            return f"{escape_markdown(line.sentence.text)} {cites}"
        own = model_phrases(self._quoted.language)
        quotes = {n: escape_markdown(" ".join(self._citations[n].quote.split())) for n in line.cited}
        return " ".join(own.quoted.format(quote=q, at=f"[{markers[n]}]") for n, q in quotes.items())


def _evidence(citation: Citation, quoted: Answer, library: Library) -> Evidence:
    """A quotation with what it stands under on its page."""
    above = next(
        (
            match.passage.context
            for hit in quoted.hits
            if (hit.source_id, hit.page) == (citation.source_id, citation.page)
            for match in hit.matches
            if (match.passage.start, match.passage.end) == (citation.start, citation.end)
        ),
        citation.title,
    )
    shown = "\n".join(line for line in above.splitlines() if not is_order(line))
    return Evidence(
        text=citation.quote, context=shown, language=library.source(citation.source_id).language or "en"
    )


def _instead(quoted: Answer, reason: Instead, cut: int) -> Answer:
    """The quoted answer with the line that says why it is given."""
    own = model_phrases(quoted.language)
    dropped = quoted.dropped + ((own.cut.format(count=cut),) if cut else ())
    return replace(quoted, text=f"{quoted.text}\n\n*{own.instead[reason]}*", dropped=dropped)
