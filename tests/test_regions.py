from __future__ import annotations

import pytest

from bot.language.regions import names_country, regions_in
from bot.language.translate import headwords
from bot.membership import asked_of
from bot.question import understand
from bot.support import names_in
from bot.synonyms import near_to
from ingest.terms import stem


def test_a_region_has_its_countries() -> None:
    ((region, countries),) = regions_in("Which South American states have a law?")
    assert region == "South American"
    assert {"Ecuador", "Uruguay"} <= set(countries)
    assert "Mexico" not in countries


def test_the_longest_name_of_a_region_counts() -> None:
    assert [region for region, _ in regions_in("in North African and in Asian countries")] == [
        "North African",
        "Asian",
    ]


def test_a_question_about_a_region_finds_its_countries() -> None:
    assert tuple(stem(word, "en") for word in ("sri", "lanka")) in near_to(stem("asian", "en"))


def test_a_region_is_known_where_one_of_its_countries_is() -> None:
    assert all("Mongolia" in ways for ways in names_in("Which Asian countries got training?"))


def test_a_region_is_not_looked_for_in_a_list_of_countries() -> None:
    asked = [name for name, _ in asked_of(understand("Is Kenya among the African countries with a law?"))]
    assert asked == ["Kenya"]


@pytest.mark.parametrize("region", [headword for headword, _ in headwords("regions")])
def test_a_region_has_several_countries(region: str) -> None:
    countries = dict(headwords("regions"))[region]
    assert len(countries) == len(set(countries)) > 2


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Training in Nepal and Mongolia", True),
        ("Le projet de loi de la République de Corée", True),
        ("Formación en México", True),
        ("used by more than 120 countries", False),
        ("Our.Coop training with SEWA", False),
    ],
)
def test_a_text_names_a_country_or_none(text: str, named: bool) -> None:
    assert names_country(text) is named
