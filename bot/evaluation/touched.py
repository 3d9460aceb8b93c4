"""Test questions that cite a page which has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from bot.questions.cases import Case, Dataset
from ingest.changes import SourceChanges


def touched_cases(dataset: Dataset, changes: Sequence[SourceChanges]) -> list[tuple[Case, str, int]]:
    """Each question with the source and the number, as it was, of a page it cites that is not what it was."""
    touched = {change.source_id: change.touched for change in changes}
    found = []
    for case in dataset.cases:
        for evidence in (*case.evidence, *case.near):
            for name in (evidence.source, PurePath(evidence.source).stem):
                if evidence.page in touched.get(name, ()):
                    found.append((case, name, evidence.page))
                    break
    return found
