"""The parsers measured on a folder of real and hostile files: what is read, what is refused, how wholly."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any, Literal

from ingest.errors import BenchmarkError, FileCrashedError, FileTooLargeError, FileTooSlowError, ParseError
from ingest.isolation import reading_apart
from ingest.page import Parsed
from ingest.parse_limits import Limits
from ingest.types import Page

MANIFEST = "manifest.jsonl"
PAIRS = "pairs.jsonl"
READABLE = 0.8
"""Share of an expected text that a neutral extractor must have found for the pair to count."""

Outcome = Literal["text", "no text", "refused", "memory", "crashed", "hung"]
OUTCOMES: tuple[Outcome, ...] = ("text", "no text", "refused", "memory", "crashed", "hung")

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TARGET = re.compile(r"\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_ENTITY = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}
_WORD = re.compile(r"\w+")
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, kw_only=True)
class FileResult:
    """How one file was read."""

    file: str
    """Its path from the folder."""
    kind: str
    """Its format as the manifest has it."""
    outcome: Outcome
    seconds: float
    reason: str = ""
    """Why it gave no text."""
    flags: tuple[str, ...] = ()
    """What the manifest says is wrong with it."""
    recall: float | None = None
    """Share of the expected words that were read; None where none are expected or the pair does not count."""
    order: float | None = None
    """Share of the expected words that were read in the expected order, None as above."""


@dataclass(frozen=True, kw_only=True)
class FormatSummary:
    """The figures of one format."""

    kind: str
    files: int
    outcomes: dict[Outcome, int]
    seconds: float
    """All files of the format together."""
    slowest: float
    pairs: int
    recall: float | None
    """Mean over the pairs, None when there are none."""
    order: float | None


def read_folder(
    folder: Path, limits: Limits, progress: Callable[[str, int, int], None] = lambda *_: None
) -> list[FileResult]:
    """Every file of the folder's manifest, read in a process of its own, in the manifest's order.

    Raises BenchmarkError when the folder holds no manifest or it cannot be read.
    """
    listed = _lines(folder / MANIFEST, required=True)
    expected = {str(pair["file"]): pair for pair in _lines(folder / PAIRS, required=False)}
    results = []
    with reading_apart(limits) as reader:
        for number, entry in enumerate(listed):
            progress("Reading", number, len(listed))
            path = folder / str(entry["file"])
            kind = str(entry.get("kind") or path.suffix.lstrip(".").lower())
            start = time.perf_counter()
            parsed: Parsed | None = None
            outcome: Outcome = "text"
            reason = ""
            try:
                parsed = reader.parse(path, source_id="s")
                outcome = "text" if any(page.text or page.notes for page in parsed.pages) else "no text"
                reason = "" if outcome == "text" else "; ".join(parsed.warnings)
            except ParseError as error:
                outcome, reason = _outcome(error), str(error)
            seconds = time.perf_counter() - start
            recall, order = _found(folder, expected.get(str(entry["file"])), parsed)
            results.append(
                FileResult(
                    file=str(entry["file"]),
                    kind=kind,
                    outcome=outcome,
                    seconds=seconds,
                    reason=reason,
                    flags=tuple(map(str, entry.get("flags", []))),
                    recall=recall,
                    order=order,
                )
            )
        progress("Reading", len(listed), len(listed))
    return results


def summaries(results: Sequence[FileResult]) -> list[FormatSummary]:
    """The figures by format, the formats in the order in which they are met."""
    found = []
    for kind in dict.fromkeys(result.kind for result in results):
        some = [result for result in results if result.kind == kind]
        recalls = [result.recall for result in some if result.recall is not None]
        orders = [result.order for result in some if result.order is not None]
        counted = Counter(result.outcome for result in some)
        found.append(
            FormatSummary(
                kind=kind,
                files=len(some),
                outcomes={outcome: counted[outcome] for outcome in OUTCOMES},
                seconds=sum(result.seconds for result in some),
                slowest=max(result.seconds for result in some),
                pairs=len(recalls),
                recall=mean(recalls) if recalls else None,
                order=mean(orders) if orders else None,
            )
        )
    return found


def word_recall(expected: str, text: str) -> float | None:
    """Share of the expected words, each as often as it is due, that stand in the text; None without any."""
    due, held = Counter(words(expected)), Counter(words(text))
    total = due.total()
    return (due & held).total() / total if total else None


def words(text: str) -> list[str]:
    """The words of a text or of Markdown, in lower case: no tags, comments or addresses of links."""
    text = _TAG.sub(" ", _TARGET.sub("] ", _COMMENT.sub(" ", text.replace(_SOFT_HYPHEN, ""))))
    for entity, character in _ENTITY.items():
        text = text.replace(entity, character)
    return _WORD.findall(text.replace("_", " ").lower())


def word_order(expected: str, text: str) -> float | None:
    """Share of the expected words that stand in the text in the same order; None without any.

    The longest common subsequence, after Hunt and Szymanski (1977), over the length of what is expected.
    """
    due, held = words(expected), words(text)
    if not due:
        return None
    places: dict[str, list[int]] = {}
    for at, word in enumerate(held):
        places.setdefault(word, []).append(at)
    from bisect import bisect_left

    ends: list[int] = []
    for word in due:
        for at in reversed(places.get(word, ())):
            slot = bisect_left(ends, at)
            if slot == len(ends):
                ends.append(at)
            else:
                ends[slot] = at
    return len(ends) / len(due)


def _found(
    folder: Path, pair: dict[str, Any] | None, parsed: Parsed | None
) -> tuple[float | None, float | None]:
    """Recall and order of a pair that counts; a file that was not read has found nothing."""
    if pair is None or (pair.get("neutral_recall") or 0) < READABLE:
        return None, None
    text = "\n".join(_as_read(page) for page in parsed.pages) if parsed else ""
    if "expected" in pair:
        due = (folder / str(pair["expected"])).read_text(encoding="utf-8", errors="replace")
        return word_recall(due, text), word_order(due, text)
    strings = [" ".join(words(str(string))) for string in pair.get("must_include", [])]
    held = f" {' '.join(words(text))} "
    return (mean(f" {string} " in held for string in strings) if strings else None), None


def _as_read(page: Page) -> str:
    """What the page holds, items of numbered lists with their numbers."""
    blocks = [(block.number, page.text[block.start : block.end]) for block in page.blocks]
    return "\n".join([*(text if at is None else f"{at}. {text}" for at, text in blocks), page.notes])


def _outcome(error: ParseError) -> Outcome:
    if isinstance(error, FileCrashedError):
        return "crashed"
    if isinstance(error, FileTooSlowError):
        return "hung"
    return "memory" if isinstance(error, FileTooLargeError) else "refused"


def _lines(path: Path, *, required: bool) -> list[dict[str, Any]]:
    if not path.is_file():
        if required:
            raise BenchmarkError(
                f"There is no {path.name!r} in {str(path.parent)!r}: a file of JSON objects, one a line, "
                'such as {"file": "pptx/a.pptx", "kind": "pptx", "flags": []}.'
            )
        return []
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            found.append({**entry, "file": entry["file"]})
        except (ValueError, KeyError, TypeError) as error:
            raise BenchmarkError(f'{str(path)!r}, line {number}: no JSON object with a "file".') from error
    return found
