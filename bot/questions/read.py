"""A dataset of test questions: loaded, and checked against the corpus it asks about."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from bot.plain_text import plain_text
from bot.questions.cases import Case, Dataset, Evidence, Expect, Problem, found
from bot.questions.read_yaml import CaseReader
from ingest.errors import QuestionsError, UnknownPageError
from ingest.types import Library, SlideRef, Source

__all__ = [
    "Case",
    "Dataset",
    "Evidence",
    "Expect",
    "Problem",
    "check",
    "load",
    "locate",
    "parse",
    "resolve_source",
]


def load(path: Path) -> Dataset:
    """The dataset of a YAML file. Raises QuestionsError, which lists every problem of the file.

    A question needs id, question, language, type and expect. One that expects an answer needs evidence or
    facts, otherwise no answer to it could be wrong; one that expects a decline has neither (pages that come
    close are `near`). Words and patterns are taken as they are written, so `id: 007`, `language: no` and
    the fact `2020` need no quotation marks.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise QuestionsError(
            f"No test questions at {str(path)!r}. Name a file: rapporteur eval --questions FILE"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(f"Cannot read the test questions {str(path)!r}: {error}") from error
    return parse(text, path)


def parse(text: str, path: Path) -> Dataset:
    """The dataset that the YAML text describes; `path` is what its problems are reported under.

    Raises QuestionsError as `load` does.
    """
    reader = CaseReader(path)
    cases = reader.cases(text)
    if reader.problems:
        count = len(reader.problems)
        raise QuestionsError(
            "\n".join(
                [
                    f"{count} problem{'s' if count > 1 else ''} in the test questions {str(path)!r}. Mend:",
                    *map(str, sorted(reader.problems, key=lambda problem: problem.line)),
                ]
            )
        )
    return Dataset(path=path, cases=tuple(cases))


def check(dataset: Dataset, library: Library) -> list[Problem]:
    """What is wrong with the questions, in the order of their lines.

    Where they and the corpus disagree: a source or page it lacks, a quote its page does not have (compared
    with every run of white space as one space, letter for letter otherwise). And where they disagree with
    themselves: a fact that neither the reference nor the evidence says, one of them saying what is forbidden,
    a question that is asked twice.
    """
    problems = []
    asked: dict[object, Case] = {}
    for case in dataset.cases:
        told = [(evidence.line, _misplaced(evidence, library)) for evidence in (*case.evidence, *case.near)]
        told += [(case.line, message) for message in _at_odds(case)]
        first = asked.setdefault((case.question.casefold(), case.history), case)
        if first is not case:
            told.append((case.line, f"asks what {first.id} asks, on line {first.line}"))
        problems += [
            Problem(path=dataset.path, line=line, case_id=case.id, message=message)
            for line, message in told
            if message
        ]
    return sorted(problems, key=lambda problem: problem.line)


def _misplaced(evidence: Evidence, library: Library) -> str:
    """What is wrong with the place of the evidence; empty when it stands there."""
    try:
        place = locate(evidence, library)
    except QuestionsError as error:
        return str(error)
    quote = _one_space(evidence.quote)
    if quote in _one_space(library.page(place.source_id, place.page).text):
        return ""
    elsewhere = [
        str(number)
        for number in range(1, library.page_count(place.source_id) + 1)
        if quote in _one_space(library.page(place.source_id, number).text)
    ]
    hint = f"; page {', '.join(elsewhere)} does" if elsewhere else ""
    return f"page {place.page} of {place.source_id!r} does not say {evidence.quote!r}{hint}"


def _at_odds(case: Case) -> list[str]:
    """Where a question contradicts itself."""
    reference = plain_text(case.reference)
    quoted = " ".join(_one_space(evidence.quote) for evidence in case.evidence)
    known = set(found(case.facts, reference)) | set(found(case.facts, quoted))
    told = []
    if reference or quoted:
        told += [
            f"neither its reference nor its evidence says the fact {fact!r}"
            for fact in case.facts
            if fact not in known
        ]
    for name, text in (("reference", reference), ("evidence", quoted)):
        told += [f"its {name} says {said!r}, which is forbidden" for said in found(case.forbidden, text)]
    return told


def locate(evidence: Evidence, library: Library) -> SlideRef:
    """The page of the library that the evidence means.

    Raises QuestionsError when the library has no such source or page, or the name fits several sources.
    """
    ids = resolve_source(evidence.source, library.sources())
    if len(ids) != 1:
        near = difflib.get_close_matches(evidence.source, [s.source_id for s in library.sources()], n=1)
        fault = f"is not in the corpus; did you mean {near[0]!r}?" if near else "is not in the corpus"
        if ids:
            fault = f"may be any of {', '.join(map(repr, ids))}: write the id"
        raise QuestionsError(f"source {evidence.source!r} {fault}")
    try:
        page = library.page(ids[0], evidence.page)
    except UnknownPageError:
        count = library.page_count(ids[0])
        fault = f"has no page {evidence.page}, only {count}" if count else "has no text in the index"
        raise QuestionsError(f"source {ids[0]!r} {fault}") from None
    return SlideRef(source_id=page.source_id, page=page.number)


def resolve_source(name: str, sources: Sequence[Source]) -> tuple[str, ...]:
    """The ids of the sources meant by a name: none, the one, or several when it is not clear.

    An id wins over everything; otherwise the name is compared, in any letter case and without folders, with
    the names of the sources' files, and then with those names without their suffix.
    """
    if any(source.source_id == name for source in sources):
        return (name,)
    wanted = name.replace("\\", "/").rpartition("/")[2].casefold()
    files = [(source.source_id, source.path) for source in sources if source.path]
    named = tuple(id_ for id_, path in files if path.name.casefold() == wanted)
    return named or tuple(id_ for id_, path in files if path.stem.casefold() == wanted)


def _one_space(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
