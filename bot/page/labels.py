"""What the page says of its own, in each language it has: one file of `bot/page/locale` each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from bot.dated import written
from bot.phrases import phrases
from ingest.types import Unit

LANGUAGES: Final = ("en", "fr", "es")
"""ISO 639-1 codes of the languages the page has; the first is the one it has when no other is asked for."""

_GROUPED: Final = {"en": ",", "fr": "\u202f", "es": "."}
"""What stands between thousands."""
TYPED: Final = "suggest_"
"""How the keys of questions begin, which are asked as people type them."""


@dataclass(frozen=True, kw_only=True)
class Labels(Mapping[str, str]):
    """The texts of the page in one language, by key. Raises KeyError for a key that the files lack."""

    code: str
    """ISO 639-1."""
    texts: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """The text as it stands, its {places} unfilled."""
        return self.texts[key]

    def __iter__(self) -> Iterator[str]:
        """The keys, in the order of the file."""
        return iter(self.texts)

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self.texts)

    def say(self, key: str, **places: object) -> str:
        """The text with its {places} filled; numbers are written as the language writes them."""
        return self.texts[key].format(**{name: self._written(value) for name, value in places.items()})

    def count(self, key: str, number: int) -> str:
        """The text for that many: `key_one` or `key_many` with its {count}."""
        alone = number == 1 or (number == 0 and self.code == "fr")
        return self.say(f"{key}_one" if alone else f"{key}_many", count=number)

    def date(self, iso: str) -> str:
        """An ISO date as the language writes it, as precise as it is."""
        return written(iso, self.code)

    def place(self, unit: Unit, number: int) -> str:
        """Where a page is, as the reader says it: "Slide 6"."""
        return f"{phrases(self.code).units[unit]} {number}"

    def _written(self, value: object) -> object:
        return f"{value:,}".replace(",", _GROUPED[self.code]) if isinstance(value, int) else value


@cache
def labels(language: str = LANGUAGES[0]) -> Labels:
    """The texts in a language, English ones for a language that the page does not have."""
    code = language if language in LANGUAGES else LANGUAGES[0]
    text = (files("bot.page") / "locale" / f"{code}.toml").read_text(encoding="utf-8")
    texts = tomllib.loads(text)
    if code == "fr":
        texts = {key: each if key.startswith(TYPED) else _typeset(each) for key, each in texts.items()}
    return Labels(code=code, texts=texts)


def _typeset(text: str) -> str:
    """French text whose lines do not break before the marks that stand apart: « question ? »."""
    apart = re.sub(r" (?=[;!?])", "\u202f", text)
    return re.sub(r"(?<=«) | (?=[:»])", "\u00a0", apart)


ENGLISH: Final = labels()


def preferred(accept_language: str) -> str:
    """The page's language that a browser likes best, by its Accept-Language header (RFC 9110, 12.5.4)."""
    wishes: list[tuple[float, str]] = []
    for wish in accept_language.split(","):
        tag, _, weight = wish.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            quality = 0.0
        code = tag.strip().partition("-")[0].lower()
        if code in LANGUAGES and quality > 0:
            wishes.append((quality, code))
    return max(wishes, key=lambda wish: wish[0])[1] if wishes else LANGUAGES[0]
