"""Questions that the sources answer, made from them when they are read: to ask next, or instead."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Final

from bot.dated import written
from bot.language.glossary import glossary
from bot.page.conversation import Conversation
from bot.page.labels import LANGUAGES, labels
from bot.types import Answer
from ingest.terms import fold
from ingest.types import Library, Page
from ingest.vocabulary import Vocabulary

FILE: Final = "questions.json"
"""Name of the file in the folder of a build."""
SHOWN: Final = 3
"""Questions offered at a time."""
MOST: Final = 40
"""Questions of one language that are tried; each costs an answer (about 0.1 s)."""
SHORTEST_PAGE: Final = 3
"""Blocks at least of a page that is worth asking about."""
LONGEST_TITLE: Final = 90
"""Characters at most of a title that is put into a question."""
AGENDA: Final = 2
"""Titles on a page up to which it is not taken for the list of what follows."""
LEAST_MENTIONS: Final = 2
MOST_MENTIONS: Final = 6
"""Pages on which a name stands whose mentions are worth asking for."""

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?: (?:of )?(?:the )?[A-Z][a-z]{2,}){0,2}(?![\w’'-])")
"""A name within a sentence: words with capitals, after a word without."""

_MONTHS = frozenset(
    fold(written(f"2021-{month:02}", code).split()[0]) for code in LANGUAGES for month in range(1, 13)
)
"""Names that tell when, not who or where."""

Ask = Callable[[str], Answer]


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A question that was tried when the corpus was read, and answered from that page."""

    question: str
    language: str
    source_id: str
    page: int
    about: str = ""
    """The name, folded, whose mentions are asked for; empty for a question about its page."""


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    suggestion: Suggestion
    mentions: int = 1
    """Pages that must be quoted at least."""


def suggestions(
    library: Library,
    vocabulary: Vocabulary,
    ask: Ask,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,  # noqa: ARG005
) -> list[Suggestion]:
    """The questions made from the pages that are answered from where they were made.

    `progress` is told how many were tried of how many.
    """
    pages = [
        library.page(source.source_id, number)
        for source in library.sources()
        for number in range(1, library.page_count(source.source_id) + 1)
    ]
    pages = [page for page in pages if not page.hidden]
    candidates = [
        candidate
        for language in LANGUAGES
        for candidate in _evenly(list(_candidates(pages, vocabulary, language)), MOST)
    ]
    kept: list[Suggestion] = []
    for done, candidate in enumerate(candidates, start=1):
        if _is_answered(candidate, ask(candidate.suggestion.question)):
            kept.append(candidate.suggestion)
        progress(done, len(candidates))
    return kept


def _is_answered(candidate: _Candidate, answer: Answer) -> bool:
    cited = {(citation.source_id, citation.page) for citation in answer.citations}
    wanted = (candidate.suggestion.source_id, candidate.suggestion.page)
    return answer.outcome == "answered" and wanted in cited and len(cited) >= candidate.mentions


def _candidates(pages: Sequence[Page], vocabulary: Vocabulary, language: str) -> Iterator[_Candidate]:
    """Of every kind in turn, so that a limit leaves some of each; each question once for a page."""
    kinds = (
        _by_title(pages, language),
        _by_abbreviation(pages, vocabulary.abbreviations, language),
        _by_name(pages, vocabulary.names, language),
    )
    for turn in zip_longest(*kinds):
        yield from filter(None, turn)


def _by_title(pages: Sequence[Page], language: str) -> Iterator[_Candidate]:
    say = labels(language)
    titles = {fold(page.title.strip(" :.")) for page in pages}
    for page in pages:
        title = page.title.strip(" :.")
        if len(page.blocks) < SHORTEST_PAGE or not 3 < len(title) <= LONGEST_TITLE:
            continue
        said = [fold(page.text[block.start : block.end].strip(" :.")) for block in page.blocks]
        if sum(each in titles for each in said) > AGENDA:  # its own title is one
            continue
        asks = title.endswith("?")
        if asks and language == "en":
            yield _candidate(title, page, language)
        elif not asks:
            yield _candidate(say.say("suggest_page", title=title), page, language)


def _by_abbreviation(
    pages: Sequence[Page], abbreviations: Mapping[str, str], language: str
) -> Iterator[_Candidate]:
    say = labels(language)
    seen: set[str] = set()
    for page in pages:
        for word in re.findall(r"\b[A-Z][A-Za-z]*[A-Z]\b", page.text):
            if fold(word) in abbreviations and word not in seen:
                seen.add(word)
                yield _candidate(say.say("suggest_meaning", name=word), page, language)


def _by_name(pages: Sequence[Page], names: frozenset[str], language: str) -> Iterator[_Candidate]:
    say = labels(language)
    found: dict[str, list[Page]] = {}
    for page in pages:
        for name in dict.fromkeys(_NAME.findall(page.text)):
            words = [fold(word) for word in name.split() if word[0].isupper()]
            if not names.issuperset(words) or not _MONTHS.isdisjoint(words):
                continue
            found.setdefault(name, []).append(page)
    for name, on in found.items():
        if LEAST_MENTIONS <= len(on) <= MOST_MENTIONS:
            for page in on:
                asked = say.say("suggest_mention", name=_in_language(name, language))
                made = _candidate(asked, page, language).suggestion
                yield _Candidate(suggestion=replace(made, about=_plain(name)), mentions=LEAST_MENTIONS)


def _in_language(name: str, language: str) -> str:
    """The name as it is said in a language, where the lexicon knows it; else as the sources write it."""
    known = [gloss.means for gloss in glossary([name], language) if gloss.said == name]
    return known[0] if known else name


def _candidate(question: str, page: Page, language: str) -> _Candidate:
    suggestion = Suggestion(question=question, language=language, source_id=page.source_id, page=page.number)
    return _Candidate(suggestion=suggestion)


def _evenly(candidates: Sequence[_Candidate], most: int) -> list[_Candidate]:
    if len(candidates) <= most:
        return list(candidates)
    return [candidates[at * len(candidates) // most] for at in range(most)]


# --- What to offer


def next_questions(
    known: Sequence[Suggestion], conversation: Conversation, language: str, *, most: int = SHOWN
) -> list[str]:
    """Questions to offer below the last answer: of the pages it shows first, then of those nearest to them.

    None was asked in the conversation; each is in `language`.
    """
    last = conversation[-1].answer if conversation else None
    if last is None:
        return []
    cited = {(each.source_id, each.page) for each in last.citations}
    said = _plain(" ".join(exchange.question for exchange in conversation))
    shown = [(each.source_id, each.page) for each in last.citations]
    shown += [(each.source_id, each.page) for each in last.pointers]
    asked = {_plain(exchange.question) for exchange in conversation}
    asked |= {_plain(e.answer.understood_as) for e in conversation if e.answer and e.answer.understood_as}
    near = sorted(
        (
            each
            for each in known
            if each.language == language
            and _plain(each.question) not in asked
            and (
                f" {each.about} " not in f" {said} "
                if each.about
                else (each.source_id, each.page) not in cited
            )
        ),
        key=lambda each: _distance(each, shown),
    )
    return list(dict.fromkeys(each.question for each in near))[:most]


def _distance(suggestion: Suggestion, shown: Sequence[tuple[str, int]]) -> float:
    """Pages between where it was made and the nearest page shown, infinite in another source."""
    return min(
        (abs(page - suggestion.page) for source_id, page in shown if source_id == suggestion.source_id),
        default=float("inf"),
    )


def _plain(question: str) -> str:
    return " ".join(re.findall(r"\w+", fold(question)))


# --- The file


def write(folder: Path, found: Iterable[Suggestion]) -> None:
    """Stores the questions in the folder of a build, whole or not at all."""
    text = json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1)
    beside = folder / (FILE + ".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(folder / FILE)


def read(folder: Path) -> list[Suggestion]:
    """The questions of a build; none when it has none yet, or none that can be read."""
    try:
        return [Suggestion(**each) for each in json.loads((folder / FILE).read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []
