"""A French or Spanish sentence word for word in the English of what it cites, for the network to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.language.translate import LANGUAGES, Piece, translate
from bot.model.claim import Evidence, held_in
from bot.model.framing import matter
from bot.model.loaded import is_negation
from bot.model.wording import Wording, english_of
from ingest.terms import terms


def in_english(sentence: str, evidence: Sequence[Evidence], language: str) -> str:
    """A sentence in English words; of several for one that which its sources have, or else the first."""
    held = held_in(evidence)
    return " ".join(_words(sentence, held, language)) if language in LANGUAGES else sentence


def _words(sentence: str, held: Wording, language: str) -> Iterator[str]:
    for piece in translate(matter(sentence, language), language):
        if is_negation(piece.said, language) and piece.said.lower() not in ("ne", "n"):
            yield "not"
        elif found := _english(piece, held, language):
            yield found


def _english(piece: Piece, held: Wording, language: str) -> str:
    if not piece.content:
        return piece.english[0] if piece.english else ""
    known = english_of(piece, language)
    stands = (way for way in known if (stems := terms(way, "en")) and held.terms.issuperset(stems))
    return next(stands, known[0])
