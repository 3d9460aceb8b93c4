"""A sentence and the statements that it cites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.wording import Word, Wording, content, wording


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A statement that a sentence cites."""

    text: str
    context: str = ""
    """What it stands under: titles, headings, the lead-in of its list."""
    language: str = "en"

    @property
    def whole(self) -> str:
        """The statement with what it stands under."""
        return f"{self.context}\n{self.text}" if self.context else self.text


@dataclass(frozen=True)
class Claim:
    """A sentence in a language (ISO 639-1)."""

    text: str
    language: str

    @property
    def content(self) -> tuple[Word, ...]:
        """Its words of content, in order."""
        return content(self.text, self.language)


def held_in(evidence: Sequence[Evidence]) -> Wording:
    """What the statements say, taken together, with what they stand under."""
    each = [wording(one.whole, one.language) for one in evidence]
    return Wording(
        terms=frozenset().union(*(one.terms for one in each)),
        short=frozenset().union(*(one.short for one in each)),
        initials=frozenset().union(*(one.initials for one in each)),
    )
