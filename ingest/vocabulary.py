"""The words of a corpus: how they are written, and the abbreviations it explains."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.terms import fold, words

_PARENTHESIS = re.compile(r"\(\s*[“‘'\"]?([A-Za-z][\w&.’'-]{1,11})[”’'\"]?\s*\)")
_INSIDE = re.compile(r"(?:\w|-|(?<!\b[dlDL])[’'])$")
"""What stands before a letter inside a word; after an elision ("l’Économie") a word begins."""


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Words and abbreviations of the passages of a build."""

    words: Mapping[str, int]
    """How often each word stands in the corpus, folded."""
    names: frozenset[str]
    """Words that are never written in lower case, folded."""
    abbreviations: Mapping[str, str]
    """Long form of each abbreviation the corpus explains, by the abbreviation folded."""

    @classmethod
    def of(cls, texts: Iterable[str], given: Mapping[str, str] | None = None) -> Vocabulary:
        """What the texts use and explain; abbreviations given by a person count before those found."""
        counts: Counter[str] = Counter()
        lower: set[str] = set()
        explained: dict[str, Counter[str]] = {}
        for text in texts:
            for word in words(text):
                counts[fold(word)] += 1
                if word[0].islower():
                    lower.add(fold(word))
            for short, long in explanations(text):
                explained.setdefault(fold(short), Counter())[long] += 1
        return cls(
            words=dict(counts),
            names=frozenset(word for word in counts if word not in lower and word[0].isalpha()),
            abbreviations={short: longs.most_common(1)[0][0] for short, longs in sorted(explained.items())}
            | {fold(short): long for short, long in (given or {}).items()},
        )

    @classmethod
    def read(cls, file: Path) -> Vocabulary:
        """A vocabulary as `write` left it."""
        fields = json.loads(file.read_text(encoding="utf-8"))
        return cls(
            words=fields["words"], names=frozenset(fields["names"]), abbreviations=fields["abbreviations"]
        )

    def write(self, file: Path) -> None:
        """Stores the vocabulary."""
        fields = {"words": self.words, "names": sorted(self.names), "abbreviations": self.abbreviations}
        file.write_text(json.dumps(fields, ensure_ascii=False), encoding="utf-8")


def explanations(text: str) -> list[tuple[str, str]]:
    """Abbreviations in parentheses after their long form, each with that form.

    The long form is the shortest run of words before the parenthesis whose letters hold the abbreviation's in
    order, the first of them at the start of its first word (Schwartz & Hearst 2003).
    """
    found = []
    for match in _PARENTHESIS.finditer(text):
        short = match[1].rstrip(".’'")
        if sum(c.isupper() for c in short) < 2:
            continue
        long = _long_form(re.sub(r"[^A-Za-z]", "", short), text[: match.start()])
        if long:
            found.append((short, long))
    return found


def _long_form(short: str, before: str) -> str:
    # At most twice as many words as letters, or five more, may stand before the parenthesis.
    reach = min(len(short) + 5, len(short) * 2)
    start = list(re.finditer(r"\S+", before.rstrip()))[-reach:]
    if not start:
        return ""
    window = before[start[0].start() :].rstrip()
    letters = short.lower()
    at = len(window)
    for index in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and (
            fold(window[at]) != letters[index] or (index == 0 and _INSIDE.search(window[:at]))
        ):
            at -= 1
        if at < 0:
            return ""
    long = window[at:].strip(" “”‘’\"'")
    return long if len(long.split()) > 1 and short.lower() != long.lower() else ""
