from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.page.labels import LANGUAGES, labels, preferred

ROOT = Path(__file__).resolve().parent.parent
OTHERS = LANGUAGES[1:]


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_the_same_things_with_the_same_places(language: str) -> None:
    english, other = labels("en"), labels(language)
    assert list(other) == list(english)
    for key, text in english.items():
        assert set(re.findall(r"\{\w*\}", other[key])) == set(re.findall(r"\{\w*\}", text)), key


@pytest.mark.parametrize("language", OTHERS)
def test_hardly_a_text_is_left_in_english(language: str) -> None:
    english, other = labels("en"), labels(language)
    same = {key for key in english if other[key] == english[key]}
    assert same <= {
        "conversation",
        "untitled",
        "exported_question",
        "sources",
        "source",
        "cited",
        "panel",
        "menu",
        "export_markdown",
    }


def test_every_text_is_used() -> None:
    code = "".join(
        file.read_text(encoding="utf-8")
        for file in (*ROOT.glob("bot/**/*.py"), ROOT / "ui.py", *ROOT.glob("bot/page/static/*.js"))
    )
    made = ("status_", "in_", "group_", "feedback_", "export_", "slides_", "pages_", "more_")
    unused = [key for key in labels() if not key.startswith(made) and not re.search(rf"['\".]{key}\b", code)]
    assert unused == []


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "at most 2,000 characters"), ("fr", "2\u202f000 caractères"), ("es", "2.000 caracteres")],
)
def test_numbers_are_written_as_the_language_writes_them(language: str, shown: str) -> None:
    assert shown in labels(language).say("too_long", most=2000, length=3000)


def test_no_french_line_breaks_before_a_mark_that_stands_apart() -> None:
    french = labels("fr")
    assert french["heading"] == "Que souhaitez-vous savoir\u202f?"
    assert french["delete_one"] == "Supprimer la conversation «\u00a0{title}\u00a0»"
    assert french["suggest_meaning"].endswith(" ?")


def test_none_and_one_are_counted_as_the_language_counts_them() -> None:
    assert labels("en").count("slides", 0) == "0 slides, quoted from"
    assert labels("en").count("slides", 1) == "1 slide, quoted from"
    assert labels("fr").count("slides", 0) == "0 diapositive, citée"
    assert labels("fr").count("slides", 2) == "2 diapositives, citées"


def test_a_language_the_page_does_not_have_is_answered_in_english() -> None:
    assert labels("ko").code == "en"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fr", "fr"),
        ("fr-CA,en;q=0.5", "fr"),
        ("en;q=0.2, es-419;q=0.9", "es"),
        ("ko,ja;q=0.9", "en"),
        ("fr;q=0, es;q=0.1", "es"),
        ("fr;q=many", "en"),
        ("", "en"),
        ("*", "en"),
    ],
)
def test_the_browsers_favourite_is_found(header: str, language: str) -> None:
    assert preferred(header) == language
