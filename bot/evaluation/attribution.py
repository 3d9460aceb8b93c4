"""Whether each statement of an answer is covered by what it cites, and each citation is needed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache

from bot.phrases import SPOKEN, Phrases, phrases
from bot.plain_text import plain_text
from ingest.terms import terms

COVERED = 0.8
"""Share of a statement's terms that its citations must hold: one word of five may be the writer's own."""
_MARKER = re.compile(r"(?<!\\)\[(\d{1,3})\](?!\()")
_MARKERS = re.compile(rf"{_MARKER.pattern}(?:[\s,;]*{_MARKER.pattern})*")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+")
_FRAME = re.compile(
    r"\*\*(?:[^*]|\\\*)+\*\*:?|\*(?:[^*]|\\\*)+\*|#{1,6}\s.*|!?\[(?:\\.|[^\]\\])*\]\([^)\s]*\)", re.DOTALL
)
"""A heading, a note in italics or a link that stands alone: where a statement stands, not a statement."""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A stretch of an answer that says something of the subject, with what it cites."""

    text: str
    """As a person reads it."""
    markers: tuple[int, ...]
    """Of its citations, in order; empty for a statement that cites nothing."""


@dataclass(frozen=True, kw_only=True)
class Attribution:
    """What became of one statement."""

    statement: Statement
    support: float
    """Share of its terms in all that it cites, 0 to 1; 0 when a number is missing there."""
    unneeded: tuple[int, ...]
    """Markers of citations that do not support it alone and that the others do without."""

    @property
    def supported(self) -> bool:
        """Whether it is covered by what it cites."""
        return self.support >= COVERED


def statements(answer: str) -> list[Statement]:
    """The statements of an answer's Markdown, in order.

    A marker covers the words of its paragraph or list item since the marker before; words after the last one
    are a statement that cites nothing. The bot's own sentences (`bot.phrases`), headings, notes in italics,
    bare links and what only introduces what follows (it ends in a colon and cites nothing) are none.
    """
    found: list[Statement] = []
    for block in _blocks(answer):
        if _FRAME.fullmatch(block) or _is_framing(plain_text(block)):
            continue
        at = 0
        for run in _MARKERS.finditer(block):
            text = _said(block[at : run.start()])
            markers = tuple(dict.fromkeys(int(m[1]) for m in _MARKER.finditer(run[0])))
            if _says_something(text):
                found.append(Statement(text=text, markers=markers))
            elif found and at:
                found[-1] = Statement(text=found[-1].text, markers=(*found[-1].markers, *markers))
            at = run.end()
        if not at and block.endswith(":"):
            continue
        rest = _said(block[at:])
        if _says_something(rest):
            found.append(Statement(text=rest, markers=()))
    return found


def attributed(statement: Statement, quotes: Mapping[int, str], language: str = "en") -> Attribution:
    """The statement beside the words its markers cite, read in the language of the sources.

    After ALCE (Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations"), with the
    share of terms in the place of a model of entailment: it is supported when the words cited, all together,
    hold it; a citation is unneeded when it does not hold the statement alone and the others do.
    """
    markers = [marker for marker in statement.markers if marker in quotes]
    support = supported_share(statement.text, [quotes[marker] for marker in markers], language)
    unneeded = []
    for marker in markers:
        alone = supported_share(statement.text, [quotes[marker]], language)
        rest = [quotes[other] for other in markers if other != marker]
        if alone < COVERED <= supported_share(statement.text, rest, language):
            unneeded.append(marker)
    return Attribution(statement=statement, support=support, unneeded=tuple(unneeded))


def supported_share(text: str, evidence: Sequence[str], language: str = "en") -> float:
    """Share of the text's terms that stand in the evidence, 0 to 1; 0 when one of its numbers does not.

    Terms are those of the search: stems without stop words, numbers in one form. A text without terms is
    supported by any evidence and by none is not.
    """
    if not evidence:
        return 0.0
    said = set(terms(text, language))
    held = set(terms("\n".join(evidence), language))
    if any(term[0].isdigit() and term not in held for term in said):
        return 0.0
    return len(said & held) / len(said) if said else 1.0


def score_statements(found: Sequence[Attribution]) -> dict[str, float]:
    """Of one answer: statement_recall, the share of its statements that are supported; and
    statement_precision, the share of its citations that are needed by a statement that is supported.

    None without statements; no precision where nothing is cited.
    """  # noqa: D205 - two figures are defined in one breath
    if not found:
        return {}
    scores = {"statement_recall": sum(each.supported for each in found) / len(found)}
    cited = sum(len(each.statement.markers) for each in found)
    if cited:
        needed = sum(len(each.statement.markers) - len(each.unneeded) for each in found if each.supported)
        scores["statement_precision"] = needed / cited
    return scores


def _blocks(answer: str) -> list[str]:
    """Paragraphs and list items, each on one line, without what starts an item."""
    blocks: list[str] = []
    goes_on = False
    for line in answer.splitlines():
        item = _ITEM.match(line)
        text = (line[item.end() :] if item else line).strip()
        if text and goes_on and not item:
            blocks[-1] += f" {text}"
        elif text:
            blocks.append(text)
        goes_on = bool(text)
    return blocks


def _said(stretch: str) -> str:
    """The words of a stretch within a block, without the mark that ends what stands before it."""
    return plain_text(stretch).partition("\n")[0].lstrip(" .,;:")


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)


@cache
def _framing() -> re.Pattern[str]:
    patterns = []
    for language in SPOKEN:
        words = phrases(language)
        told = [getattr(words, field.name) for field in fields(Phrases)]
        sentences = [each for each in told if isinstance(each, str)] + list(words.refusals.values())
        patterns += [re.sub(r"\\\{\w+\\\}", ".+", re.escape(each)) for each in sentences if len(each) > 8]
    return re.compile("|".join(patterns), re.DOTALL)


def _is_framing(text: str) -> bool:
    return bool(_framing().fullmatch(text))
