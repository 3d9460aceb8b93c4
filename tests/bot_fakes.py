"""Found pages with scores made by hand, and a small corpus that is ingested and searched without a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from fakes import LetterEmbedder, WordReader

from bot.types import Hit, Match
from ingest import index
from ingest.build import ingest
from ingest.chunk import passages_of
from ingest.settings import Settings
from ingest.types import Page, Passage

PAGE_SCORE = 0.5


@dataclass(frozen=True, kw_only=True)
class Told:
    """How well one statement answers; by default it holds every word that was asked about."""

    score: float
    coverage: float = 1.0
    in_context: float = 1.0
    about: float = 1.0


REST = Told(score=0.1, coverage=0.0, in_context=0.0, about=0.0)
"""A statement that nothing was said of."""


def statements(page: Page) -> list[Passage]:
    """The statements of a page in reading order."""
    return [passage for passage in passages_of(page) if passage.grain == "statement"]


def found(page: Page, told: Mapping[str, float | Told], *, score: float = PAGE_SCORE) -> Hit:
    """The page as found: what is told of its statements by their text, a bare number being the score."""
    texts = [passage.text for passage in statements(page)]
    assert set(told) <= set(texts), f"{set(told) - set(texts)} is not among {texts}"
    matches = []
    for passage in statements(page):
        given = told.get(passage.text, REST)
        one = given if isinstance(given, Told) else Told(score=given)
        matches.append(
            Match(
                passage=passage,
                similarity=one.score,
                coverage=one.coverage,
                coverage_in_context=one.in_context,
                score=one.score,
                about=one.about,
            )
        )
    best_first = sorted(matches, key=lambda m: (-m.score, m.passage.ordinal))
    return Hit(source_id=page.source_id, page=page.number, score=score, matches=tuple(best_first))


def letters_for_model(patch: pytest.MonkeyPatch) -> None:
    """Lets every index be made and opened with the embedder that counts letters."""
    patch.setattr(index, "prepared_fingerprint", lambda _: LetterEmbedder().fingerprint)
    patch.setattr(index, "open_embedder", lambda _: LetterEmbedder())
    patch.setattr(index, "open_reader", lambda _: WordReader())


def ingested(folder: Path, deck: str, manifest: str = "") -> Settings:
    """The settings of a corpus of that one deck, ingested with the embedder that counts letters."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    (corpus / "deck.md").write_text(deck, encoding="utf-8")
    if manifest:
        (corpus / "sources.toml").write_text(manifest, encoding="utf-8")
    settings = Settings(corpus=str(corpus), home=str(folder / "home"))
    ingest(settings, embedder=LetterEmbedder())
    return settings
