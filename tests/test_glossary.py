from __future__ import annotations

import pytest

from bot.language.glossary import MOST, glossary, plural


def told(text: str, language: str = "fr") -> dict[str, str]:
    """What the words of a quotation are said to mean."""
    return {gloss.said: gloss.means for gloss in glossary([text], language)}


def test_names_expressions_and_plain_nouns_are_explained() -> None:
    quote = "Child labour in Cote d’Ivoire, South Africa, Egypt, Tanzania and Zambia; "
    assert told(f"{quote}mutual benefit societies and projects") == {
        "Child labour": "travail des enfants",
        "Cote d’Ivoire": "Côte d'Ivoire",
        "South Africa": "Afrique du Sud",
        "Egypt": "Égypte",
        "Tanzania": "Tanzanie",
        "Zambia": "Zambie",
        "mutual benefit societies": "mutuelles",
        "projects": "projets",
    }


def test_spanish_has_its_own_words() -> None:
    found = told("Social enterprises in Spain", "es")
    assert found == {"Social enterprises": "empresas sociales", "Spain": "España"}


def test_an_inhabitant_is_no_country() -> None:
    assert "Luxembourg" not in told("adopted in Luxembourg")


def test_of_several_meanings_none_is_guessed() -> None:
    assert told("policy on trade and jobs, provided by people") == {}


def test_abbreviations_numbers_and_words_with_several_meanings_are_left_alone() -> None:
    assert told("The ILO and the oPt: two billion provide jobs") == told("provide jobs")
    assert "provide" not in told("provide jobs")


def test_each_is_explained_once_and_not_too_many() -> None:
    assert [g.said for g in glossary(["Egypt and Egypt", "in Egypt"], "fr")] == ["Egypt"]
    every = "Egypt Tanzania Zambia Brazil Greece Spain India Jordan Sudan Ethiopia Somalia Cameroon Mexico"
    more = "Tunisia Colombia Romania Bolivia Argentina Ecuador Uganda Cambodia Italy Germany Poland Norway"
    found = glossary([f"report {every} {more}"], "fr")
    assert len(found) == MOST
    assert all(gloss.is_name for gloss in found)


@pytest.mark.parametrize("language", ["en", "de", "ko"])
def test_a_language_without_a_lexicon_has_no_glossary(language: str) -> None:
    assert glossary(["Child labour in Egypt"], language) == []


@pytest.mark.parametrize(
    ("one", "several", "language"),
    [
        ("entreprise sociale", "entreprises sociales", "fr"),
        ("travail des enfants", "travaux des enfants", "fr"),
        ("canal", "canaux", "fr"),
        ("bureau", "bureaux", "fr"),
        ("pays", "pays", "fr"),
        ("cooperativa de trabajo", "cooperativas de trabajo", "es"),
        ("organización", "organizaciones", "es"),
        ("sector social", "sectores sociales", "es"),
        ("luz", "luces", "es"),
    ],
)
def test_plurals_are_regular(one: str, several: str, language: str) -> None:
    assert plural(one, language) == several
