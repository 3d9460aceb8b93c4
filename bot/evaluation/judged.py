"""Answers that people judged, in a file or folder: what an automatic figure is to agree with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.bench_data import Row, read_rows
from ingest.errors import BenchmarkError

LABELS = "human_judged"
"""How the name of a file of judged answers begins."""
_ANSWER = ("answer", "response", "prediction", "model_response", "text")
_LISTS = ("answers", "responses", "predictions")
_TASK = ("task_id", "task", "qid", "question_id", "query_id", "id", "_id")
_EVIDENCE = ("evidence", "contexts", "context", "passages", "documents", "gold")
_WRITER = ("writer", "model", "system", "author", "source")
_EXCHANGED = (re.compile(r"\b\d[\d.,]*\d\b|\b\d\b"), re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b"))
"""A figure, and a word capitalised within a sentence."""
_QUESTION = ("question", "query", "input")


@dataclass(frozen=True, kw_only=True)
class JudgedAnswer:
    """An answer beside what it was written from and what people said of it."""

    answer_id: str
    answer: str
    evidence: tuple[str, ...]
    """The passages it was to be faithful to."""
    ratings: tuple[float, ...]
    """Faithfulness by each judge, on one scale for all answers; higher is better."""
    question: str = ""
    """The question and, before it, what was said in the conversation: given, not claimed by the answer."""
    writer: str = ""
    """Who wrote it: a person, a model."""
    language: str = "en"

    @property
    def rating(self) -> float:
        """The mean of the judges."""
        return sum(self.ratings) / len(self.ratings)


def read_judged(path: Path) -> list[JudgedAnswer]:
    """The judged answers of a file of JSON lines, or of the files `human_judged*.jsonl` of a folder.

    A line has `answer`, `faithfulness` (a number, a list of them, or one by judge, at any depth) and what it
    was written from: `evidence`, a list of texts or of ids of passages in `passages*.jsonl` or
    `corpus*.jsonl` beside it. Without that, its `task_id` or `id` names the line of `tasks*.jsonl` or
    `queries*.jsonl` whose `gold` lists them. A line may also have several `answers`. Common other names of
    these fields are understood. Answers without a rating or evidence are left out. Raises BenchmarkError when
    there is nothing to judge by.
    """
    files = sorted(path.glob(f"{LABELS}*.jsonl")) if path.is_dir() else [path]
    folder = path if path.is_dir() else path.parent
    if not path.exists() or not files:
        raise BenchmarkError(f"There is no {LABELS}*.jsonl in {str(path)!r}. Put it there, or name a file.")
    texts = _by_id(folder, ("passages", "corpus"))
    tasks = _by_id(folder, ("tasks", "queries"))
    found = [
        judged
        for number, (_, row) in enumerate(read_rows(files), 1)
        for each in _answers(row)
        if (judged := _judged(each, number, texts, tasks))
    ]
    if not found:
        raise BenchmarkError(
            f"No answer in {str(path)!r} has words, a rating and evidence. A line is such as "
            '{"answer": "...", "faithfulness": [4, 3, 4], "evidence": ["text of a passage"]}.'
        )
    return found


def read_controls(folder: Path) -> dict[str, list[JudgedAnswer]]:
    """Where nobody judged: reference answers beside their own passages (1) and beside others (0).

    By kind of the others: those of another turn of the same conversation, near in subject, those of another
    conversation, and its own with a figure or name of the reference exchanged for a strange one. What people
    wrote from a passage is taken to be faithful to it and not to a passage it shares nothing with; that is a
    control of the measure, no human judgement. Raises BenchmarkError.
    """
    texts = _by_id(folder, ("passages", "corpus"))
    tasks = [row for row in _by_id(folder, ("tasks", "queries")).values() if row.get("reference")]
    usable = [row for row in tasks if _texts(row.get("gold"), texts)]
    if len(usable) < 2:
        raise BenchmarkError(f"{str(folder)!r} has neither {LABELS}*.jsonl nor tasks with a reference.")
    found: dict[str, list[JudgedAnswer]] = {"same conversation": [], "other conversation": []}
    altered = found["own passages, one figure or name exchanged"] = []
    for place, row in enumerate(usable):
        others = [*usable[place + 1 :], *usable[:place]]
        same = [each for each in others if _conversation(each) == _conversation(row)]
        rest = [each for each in others if _conversation(each) != _conversation(row)]
        for kind, some in (("same conversation", same), ("other conversation", rest)):
            apart = next((each for each in some if not set(_ids(each)) & set(_ids(row))), None)
            if apart is not None:
                found[kind] += [
                    _control(row, _texts(row.get("gold"), texts), 1.0),
                    _control(row, _texts(apart.get("gold"), texts), 0.0),
                ]
        evidence = _texts(row.get("gold"), texts)
        donor = next((made for each in others if (made := _exchanged(row, each, evidence))), None)
        if donor:
            altered += [_control(row, evidence, 1.0), _control({**row, "reference": donor}, evidence, 0.0)]
    return found


def _exchanged(row: Row, other: Row, evidence: Sequence[str]) -> str | None:
    """The reference with its first figure or name replaced by one of another reference; None if it has none.

    The new one stands neither in the reference nor in the passages.
    """
    reference, known = str(row["reference"]), f"{row['reference']} {' '.join(evidence)}".lower()
    for pattern in _EXCHANGED:
        ours = pattern.search(reference)
        strange = (each[0] for each in pattern.finditer(str(other["reference"])))
        theirs = next((word for word in strange if word.lower() not in known), None)
        if ours and theirs:
            return f"{reference[: ours.start()]}{theirs}{reference[ours.end() :]}"
    return None


def _control(row: Row, evidence: Sequence[str], rating: float) -> JudgedAnswer:
    return JudgedAnswer(
        answer_id=f"{_first(row, _TASK)} {rating:g}",
        answer=str(row["reference"]),
        question=_said(row),
        evidence=tuple(evidence),
        ratings=(rating,),
    )


def _conversation(row: Row) -> str:
    return _first(row, _TASK).partition("<::>")[0]


def _ids(row: Row) -> list[str]:
    gold = row.get("gold")
    return [str(each) for each in gold] if isinstance(gold, list) else []


def _judged(row: Row, number: int, texts: Mapping[str, Row], tasks: Mapping[str, Row]) -> JudgedAnswer | None:
    task: Row = next((tasks[str(row[name])] for name in _TASK if str(row.get(name)) in tasks), {})
    ratings = tuple(_ratings(row))
    evidence = next(
        (found for each in (row, task) for name in _EVIDENCE if (found := _texts(each.get(name), texts))), []
    )
    answer = _first(row, _ANSWER)
    if not (answer and ratings and evidence):
        return None
    return JudgedAnswer(
        answer_id=_first(row, _TASK) or str(number),
        answer=answer,
        question=_said(row) or _said(task),
        evidence=tuple(evidence),
        ratings=ratings,
        writer=_first(row, _WRITER),
        language=_first(row, ("language", "lang")) or "en",
    )


def _answers(row: Row) -> list[Row]:
    """The answers of a line: itself, or each of a list of them with what the line says of all."""
    for name in _LISTS:
        listed = row.get(name)
        if isinstance(listed, list) and listed and all(isinstance(each, Mapping) for each in listed):
            rest = {key: value for key, value in row.items() if key != name}
            return [{**rest, **each} for each in listed]
    return [row]


def _ratings(value: object, *, within: bool = False) -> Iterator[float]:
    """Every number under a key named faithfulness, at any depth."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _ratings(below, within=within or str(key).lower() == "faithfulness")
    elif isinstance(value, list):
        for each in value:
            yield from _ratings(each, within=within)
    elif within and not isinstance(value, bool):
        try:
            yield float(str(value))
        except ValueError:
            return


def _texts(value: object, texts: Mapping[str, Row]) -> list[str]:
    """Texts as they are, by the ids of passages, or in objects with a text."""
    items = value if isinstance(value, list) else [value] if value else []
    found = []
    for each in items:
        row = each if isinstance(each, Mapping) else texts.get(str(each))
        text = _first(row, ("text", "content")) if row is not None else str(each)
        if row is None and not any(character.isspace() for character in text):
            continue  # the id of a passage that is not here
        title = _first(row, ("title",)) if row is not None else ""
        found.append(f"{title}\n{text}".strip())
    return found


def _said(row: Row) -> str:
    """The turns before a question and the question itself, a line each."""
    turns = row.get("history")
    told = [turn for turn in turns if isinstance(turn, Mapping)] if isinstance(turns, list) else []
    texts = [*(_first(turn, ("text", "content")) for turn in told), _first(row, _QUESTION)]
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _by_id(folder: Path, names: tuple[str, ...]) -> dict[str, Row]:
    files = [file for file in sorted(folder.glob("*.jsonl")) if file.name.startswith(names)]
    return {_first(row, ("id", "_id")): row for _, row in read_rows(files)}


def _first(row: Row, names: Sequence[str]) -> str:
    """The first of the fields that holds a word or number."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""
