"""A sentence and the statements that it cites."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.wording import Word, content


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
