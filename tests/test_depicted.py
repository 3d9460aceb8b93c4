from __future__ import annotations

import pytest
from bot_fakes import found, statements
from fakes import make_page

from bot.compose import Group, grouped
from bot.depicted import is_only_announced
from ingest.types import BlockKind


def group(*kinds: BlockKind) -> list[Group]:
    """One page with a statement of each kind."""
    page = make_page(1, *((kind, f"Laws by region, {at}") for at, kind in enumerate(kinds)))
    return [grouped(found(page, {}), statements(page))]


@pytest.mark.parametrize(
    "question",
    [
        "According to the chart, which region has most laws?",
        "What does the figure show for Asia?",
        "Sur le graphique, quelle région arrive en tête ?",
        "¿Qué países aparecen en el mapa?",
    ],
)
def test_what_a_picture_shows_is_not_told_by_its_caption(question: str) -> None:
    assert is_only_announced(question, group("caption"))
    assert is_only_announced(question, group("title", "caption"))
    assert not is_only_announced(question, group("caption", "bullet"))
    assert not is_only_announced(question, [])


@pytest.mark.parametrize(
    "question",
    [
        "What is the source of the diagram?",
        "Whose chart is it?",
        "D'où vient le schéma ?",
        "¿De quién es el esquema?",
        "How many laws are there by region?",
    ],
)
def test_what_a_caption_tells_is_told_by_it(question: str) -> None:
    assert not is_only_announced(question, group("caption"))
