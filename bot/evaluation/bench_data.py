"""Public passages and questions in a folder: the shapes they are shared in, read into one."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from bot.language.identify import language_of
from bot.types import Turn
from ingest.errors import BenchmarkError

_ID = ("id", "_id")
_QUESTION = ("question", "text", "query")
_SAID = ("text", "content")
_LANGUAGE = ("lang", "language")
_QUESTION_ID = ("qid", "query-id", "query_id")
_PASSAGE_ID = ("docid", "corpus-id", "corpus_id", "doc_id")
"""Names that the same field has in different collections."""
_LABELS = {"ANSWERABLE": True, "UNANSWERABLE": False, "PARTIAL": None, "UNDERSPECIFIED": None}
"""What a label says of a question: answerable or not, None where it is neither."""
_ROLES = {"user": "user", "human": "user", "agent": "assistant", "assistant": "assistant", "bot": "assistant"}
_SAMPLE = 50
"""Passages whose language is recognised where none is told; the commonest is that of the collection."""

Row = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A passage of a collection."""

    paragraph_id: str
    title: str
    """Of the article it is from, which several paragraphs may share; empty if it has none."""
    text: str
    language: str = ""
    """ISO 639-1 code; empty where the collection does not tell."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question of a collection."""

    question_id: str
    question: str
    history: tuple[Turn, ...] = ()
    gold: frozenset[str] = frozenset()
    """Ids of the paragraphs that answer; for an unanswerable question, of those it was written against."""
    answerable: bool | None = None
    """None where the collection does not say, or says that it is something between."""


@dataclass(frozen=True, kw_only=True)
class Collection:
    """Passages to search, and questions whose passages are known."""

    name: str
    language: str
    """ISO 639-1 code of the passages."""
    paragraphs: tuple[Paragraph, ...]
    questions: tuple[Asked, ...]
    notes: tuple[str, ...] = ()
    """What was left out, a sentence each."""


def read_collection(folder: Path, *, part: str = "") -> Collection:
    """The passages and questions of a folder, in the order of its files.

    Passages are read from `corpus*.jsonl` or `passages*.jsonl`, questions from `queries*.jsonl` or
    `tasks*.jsonl`. Which passages answer is told by the questions' own `gold`, by `qrels*.jsonl` or
    `qrels*.tsv`, or by `qrels/test.tsv` (without that file, by every other one in `qrels`). Of files such as
    `corpus.dev.jsonl`, the part "dev" reads no others. Raises BenchmarkError naming the file and line at
    fault.
    """
    if not folder.is_dir():
        raise BenchmarkError(f"There is no folder {str(folder)!r}. Name one that is there.")
    paragraphs: dict[str, Paragraph] = {}
    for where, row in read_rows(_files(folder, ("corpus", "passages"), part)):
        paragraph = _paragraph(row, where)
        if paragraph.paragraph_id in paragraphs:
            raise BenchmarkError(
                f"{where}: the id {paragraph.paragraph_id!r} is there twice. Make them differ."
            )
        paragraphs[paragraph.paragraph_id] = paragraph
    judged: dict[str, set[str]] = {}
    for where, row in read_rows(_judgements(folder, part)):
        if _score(row, where) > 0:
            judged.setdefault(_text(row, _QUESTION_ID, where), set()).add(_text(row, _PASSAGE_ID, where))
    asked: dict[str, Asked] = {}
    for where, row in read_rows(_files(folder, ("queries", "tasks"), part)):
        each = _asked(row, where, judged)
        if each.question_id in asked:
            raise BenchmarkError(f"{where}: the id {each.question_id!r} is there twice. Make them differ.")
        asked[each.question_id] = each
    questions, notes = _usable(list(asked.values()), paragraphs.keys())
    if not questions:
        raise BenchmarkError(
            f"None of the {len(asked)} questions in {str(folder)!r} names a passage of the corpus. Name them "
            'in qrels.jsonl, a line each: {"qid": "a question\'s id", "docid": "a passage\'s id", "score": 1}'
        )
    return Collection(
        name=folder.resolve().name + (f".{part}" if part else ""),
        language=_language(list(paragraphs.values())),
        paragraphs=tuple(paragraphs.values()),
        questions=tuple(questions),
        notes=tuple(notes),
    )


def sample(questions: Sequence[Asked], limit: int | None) -> list[Asked]:
    """At most `limit` of the questions, evenly spaced and in their order: the same ones every time."""
    if limit is None or limit >= len(questions):
        return list(questions)
    return [questions[at * len(questions) // limit] for at in range(limit)]


def _files(folder: Path, names: Sequence[str], part: str) -> list[Path]:
    endings = [f".{part}.jsonl"] if part else [".jsonl"]
    found = [
        path
        for path in sorted(folder.iterdir())
        if path.name.startswith(tuple(names)) and path.name.endswith(tuple(endings))
    ]
    if not found:
        wanted = " or ".join(f"{name}*{endings[0]}" for name in names)
        raise BenchmarkError(f"{str(folder)!r} has no {wanted}. Put it there, or name another folder.")
    return found


def _judgements(folder: Path, part: str) -> list[Path]:
    """The files that say which passages answer; none where the questions say so themselves."""
    middle = f".{part}" if part else ""
    found = [
        path
        for path in sorted(folder.iterdir())
        if path.name.startswith("qrels") and path.name.endswith((f"{middle}.jsonl", f"{middle}.tsv"))
    ]
    held = sorted((folder / "qrels").glob("*.tsv"))
    test = [path for path in held if path.stem == (part or "test")]
    return found + (test or held)


def read_rows(files: Sequence[Path]) -> Iterator[tuple[str, Row]]:
    """Every row with the place it stands in, as an error names it."""
    for path in files:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise BenchmarkError(f"{str(path)!r} cannot be read: {error}. It must be UTF-8 text.") from error
        yield from _table(path, text) if path.suffix == ".tsv" else _objects(path, text)


def _objects(path: Path, text: str) -> Iterator[tuple[str, Row]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{str(path)!r}, line {number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BenchmarkError(
                f"{where}: this is no JSON ({error}). Put one object on each line."
            ) from error
        if not isinstance(row, dict):
            raise BenchmarkError(f"{where}: this is not an object. Put one in braces on each line.")
        yield where, row


def _table(path: Path, text: str) -> Iterator[tuple[str, Row]]:
    lines = csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    names = next(lines, [])
    for number, cells in enumerate(lines, 2):
        if cells:
            where = f"{str(path)!r}, line {number}"
            if len(cells) != len(names):
                raise BenchmarkError(
                    f"{where}: {len(cells)} columns under a head of {len(names)}. Separate by one tab each."
                )
            yield where, dict(zip(names, cells, strict=True))


def _paragraph(row: Row, where: str) -> Paragraph:
    return Paragraph(
        paragraph_id=_text(row, _ID, where),
        title=_text(row, ("title",), where, needed=False),
        text=_text(row, ("text",), where, needed=False),
        language=_text(row, _LANGUAGE, where, needed=False),
    )


def _asked(row: Row, where: str, judged: Mapping[str, AbstractSet[str]]) -> Asked:
    question_id, question = _text(row, _ID, where), _text(row, _QUESTION, where)
    gold = row.get("gold") or []
    if not isinstance(gold, list) or not all(isinstance(each, str) for each in gold):
        raise BenchmarkError(f'{where}: "gold" must be a list of passages\' ids, such as ["p1", "p7"].')
    return Asked(
        question_id=question_id,
        question=question,
        history=_history(row, question, where),
        gold=frozenset(gold) | judged.get(question_id, frozenset()),
        answerable=_answerable(row, where),
    )


def _history(row: Row, question: str, where: str) -> tuple[Turn, ...]:
    """The turns before the question; some collections end the history with the question itself."""
    said = row.get("history") or []
    if not isinstance(said, list):
        raise BenchmarkError(f'{where}: "history" must be a list of turns, the earliest first.')
    turns = []
    for each in said:
        if not isinstance(each, dict) or str(each.get("role")) not in _ROLES:
            raise BenchmarkError(
                f'{where}: a turn of "history" is {{"role": ..., "text": ...}}, the role one of '
                f"{', '.join(_ROLES)}."
            )
        text = _text(each, _SAID, where, needed=False)
        turns.append(Turn(role="user" if _ROLES[str(each["role"])] == "user" else "assistant", content=text))
    if turns and turns[-1].role == "user" and turns[-1].content.strip() == question.strip():
        turns.pop()
    return tuple(turns)


def _answerable(row: Row, where: str) -> bool | None:
    told = row.get("answerable", row.get("answerability"))
    if told is None or isinstance(told, bool):
        return told
    if str(told).upper() not in _LABELS:
        raise BenchmarkError(
            f"{where}: {told!r} is no answerability; write true, false or {', '.join(_LABELS)}."
        )
    return _LABELS[str(told).upper()]


def _text(row: Mapping[str, object], names: Sequence[str], where: str, *, needed: bool = True) -> str:
    """The field by any of its names; an id may be written as a number."""
    for name in names:
        value = row.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is not None and not isinstance(value, str):
            raise BenchmarkError(f"{where}: {name!r} must be a text in quotes.")
        if value and value.strip():
            return value
    if needed:
        raise BenchmarkError(f"{where}: {names[0]!r} is missing or empty. Fill it, or take the line out.")
    return ""


def _score(row: Row, where: str) -> float:
    told = row.get("score", 1)
    try:
        return float(str(told))
    except ValueError as error:
        raise BenchmarkError(
            f"{where}: the score {told!r} is no number. Write 1 for a passage that answers."
        ) from error


def _usable(asked: Sequence[Asked], known: AbstractSet[str]) -> tuple[list[Asked], list[str]]:
    """The questions that can be scored, and what is to be said of the others."""
    strange = sum(bool(each.gold - known) for each in asked)
    usable = [each for each in asked if each.answerable is False or (each.gold and each.gold <= known)]
    notes = []
    if strange:
        notes.append(f"{strange} questions name passages that are not in the corpus.")
    if len(usable) < len(asked):
        left = len(asked) - len(usable)
        notes.append(f"{left} of {len(asked)} questions were left out: what answers them is not known.")
    return usable, notes


def _language(paragraphs: Sequence[Paragraph]) -> str:
    told = Counter(each.language for each in paragraphs if each.language)
    step = max(1, len(paragraphs) // _SAMPLE)
    counts = told or Counter(language_of(each.text) for each in paragraphs[::step])
    return counts.most_common(1)[0][0]
