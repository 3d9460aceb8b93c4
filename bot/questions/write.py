"""Test questions written as YAML, and added to a file whose comments stay."""

from __future__ import annotations

import os
import re
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from bot.questions.cases import Case, Dataset, Evidence
from bot.questions.read import parse
from bot.questions.read_yaml import as_yaml
from ingest.errors import QuestionsError

EMPTY = "version: 1\nquestions:\n"
"""A file without questions yet."""
_WRITING = threading.Lock()


def to_yaml(case: Case) -> str:
    """The question as an item of the list in a file of questions: "- id: ..." and the lines below it.

    Read again it is the same question; what is empty is left out.
    """
    fields: dict[str, object] = {
        "id": case.id,
        "question": case.question,
        "language": case.language,
        "asker": case.asker,
        "type": case.type,
        "expect": case.expect,
        "manner": case.manner,
        "refusal": case.refusal,
        "history": [{"role": turn.role, "content": turn.content} for turn in case.history],
        "evidence": [_evidence(each) for each in case.evidence],
        "near": [_evidence(each) for each in case.near],
        "facts": list(case.facts),
        "forbidden": list(case.forbidden),
        "reference": case.reference,
        "note": case.note,
        "answered_by": case.answered_by,
        "variants": [{"language": each.language, "question": each.question} for each in case.variants],
    }
    return as_yaml([{key: value for key, value in fields.items() if value}])


def _evidence(each: Evidence) -> dict[str, object]:
    quote = {"quote": each.quote} if each.quote else {}
    return {"source": each.source, "page": each.page} | quote


def dataset_to_yaml(cases: Sequence[Case]) -> str:
    """A whole file of these questions."""
    return EMPTY + "".join(to_yaml(case) for case in cases)


def append(item: str, file: Path) -> Case:
    """The question of `item` ("- id: ...", as `to_yaml` and `drafts.draft` write it), once it is in the file.

    The file keeps every character it has; the question stands at its end, and what comes out is read before
    the file is replaced in one step. A file that is not there is made. Two threads do not lose each other's
    question; two processes that write within the same moment may. Raises QuestionsError when the file or the
    item has a fault, its id is taken or the question is there already, or the file does not end in its list
    of questions: then nothing is changed.
    """
    with _WRITING:
        text = _read(file)
        cases = () if text.split() == EMPTY.split() else parse(text, file).cases
        newline = "\r\n" if "\r\n" in text else "\n"
        lines = [_indent(text) + line if line.strip() else line for line in item.rstrip().splitlines()]
        new = text + ("" if text.endswith("\n") else newline) + newline.join(lines) + newline
        after = _parsed(new, file)
        if after.cases[:-1] != cases or len(after.cases) != len(cases) + 1:
            raise QuestionsError(
                f"{str(file)!r} does not end in its list of questions, so none can be added there. "
                "Move 'questions:' to its end."
            )
        added = after.cases[-1]
        asked = [(each.question.casefold(), each.history) for each in cases]
        if (added.question.casefold(), added.history) in asked:
            raise QuestionsError(f"{str(file)!r} has the question already: {added.question!r}")
        _replace(file, new)
        return added


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return EMPTY
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(f"Cannot read the test questions {str(file)!r}: {error}") from error


def _parsed(text: str, file: Path) -> Dataset:
    try:
        return parse(text, file)
    except QuestionsError as error:
        raise QuestionsError(f"The question was not added. {error}") from error


def _indent(text: str) -> str:
    """What stands before the dash of the list's items."""
    found = re.search(r"^questions:[^\n]*\n(?:\s*(?:#[^\n]*)?\n)*?([ ]*)- ", text, re.MULTILINE)
    return found[1] if found else ""


def _replace(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as new:
                new.write(text.encode())
                new.flush()
                os.fsync(new.fileno())
            Path(name).chmod(file.stat().st_mode if file.exists() else 0o644)
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise QuestionsError(f"Cannot write the test questions {str(file)!r}: {error}") from error
