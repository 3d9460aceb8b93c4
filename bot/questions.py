"""A dataset of test questions: loaded, and checked against the corpus it asks about."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from bot.cases import Case, Dataset, Evidence, Expect, Problem
from bot.questions_yaml import CaseReader
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
    """Where the dataset and the corpus disagree: a source or page it lacks, a quote its page does not have.

    Quotes are compared with every run of white space as one space, letter for letter otherwise.
    """
    problems = []
    for case in dataset.cases:
        for evidence in (*case.evidence, *case.near):
            try:
                place = locate(evidence, library)
            except QuestionsError as error:
                message = str(error)
            else:
                text = library.page(place.source_id, place.page).text
                if _one_space(evidence.quote) in _one_space(text):
                    continue
                message = f"page {place.page} of {place.source_id!r} does not say {evidence.quote!r}"
            problems.append(Problem(path=dataset.path, line=evidence.line, case_id=case.id, message=message))
    return problems


def locate(evidence: Evidence, library: Library) -> SlideRef:
    """The page of the library that the evidence means.

    Raises QuestionsError when the library has no such source or page, or the name fits several sources.
    """
    ids = resolve_source(evidence.source, library.sources())
    if len(ids) != 1:
        fault = f"may be any of {', '.join(map(repr, ids))}: write the id" if ids else "is not in the corpus"
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
