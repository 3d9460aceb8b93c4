from __future__ import annotations

from pathlib import Path

import pytest

from ingest.vocabulary import Vocabulary, explanations


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Context for the Social and Solidarity Economy (SSE)", "SSE", "Social and Solidarity Economy"),
        ("the non-profit organizations (NPOs) and", "NPOs", "non-profit organizations"),
        ("at the International Labour Conference (“ILC”)", "ILC", "International Labour Conference"),
        ("launched a Social Outcome Fund ( SOF ).", "SOF", "Social Outcome Fund"),
        (
            "the Poverty Reduction through Social Entrepreneurship (PRESENT) Bill",
            "PRESENT",
            "Poverty Reduction through Social Entrepreneurship",
        ),
        ("l’Économie sociale et solidaire (ESS) en Tunisie", "ESS", "Économie sociale et solidaire"),
        (
            "the United Nations Inter-Agency Task Force on Social and Solidarity Economy (UNTFSSE)",
            "UNTFSSE",
            "United Nations Inter-Agency Task Force on Social and Solidarity Economy",
        ),
    ],
)
def test_an_abbreviation_in_parentheses_is_explained_by_the_words_before(
    text: str, short: str, long: str
) -> None:
    assert explanations(text) == [(short, long)]


def test_a_text_may_explain_several() -> None:
    text = "the Working Group (WG) of the World Bank (WB)"

    assert explanations(text) == [("WG", "Working Group"), ("WB", "World Bank")]


@pytest.mark.parametrize(
    "text",
    [
        "279.4 million people (9.47% of all)",
        "projects in Tunisia (ILO)",
        "a cooperative (coop)",
        "enterprises and organizations (SSEEOs)",
        "(ILO) was founded",
        "the OECD (OECD)",
        "Japan (Tokyo) and Korea (Seoul)",
        "an extract (AB)",
        "the Women’s Bank (SB)",
        "",
    ],
)
def test_what_is_in_parentheses_is_not_always_an_abbreviation(text: str) -> None:
    assert explanations(text) == []


def test_the_long_form_begins_at_a_word_and_is_no_longer_than_it_has_to_be() -> None:
    assert explanations("Some social and political Social Outcome Fund (SOF)") == [
        ("SOF", "Social Outcome Fund")
    ]


def test_words_are_counted_however_they_are_written() -> None:
    vocabulary = Vocabulary.of(["Côte d’Ivoire and the cote", "The Cooperative"])

    assert vocabulary.words == {"cote": 2, "d'ivoire": 1, "and": 1, "the": 2, "cooperative": 1}


def test_a_name_is_never_written_in_lower_case() -> None:
    vocabulary = Vocabulary.of(["Cooperatives in Tunisia", "the cooperatives of 2015 in TUNISIA"])

    assert vocabulary.names == {"tunisia"}


def test_an_abbreviation_keeps_the_long_form_given_most_often() -> None:
    often, once = "the World Bank (WB)", "the Working Board (WB)"

    assert Vocabulary.of([often, once, often]).abbreviations == {"wb": "World Bank"}


def test_what_a_person_gives_counts_before_what_is_found() -> None:
    given = {"WB": "Women’s Board", "ILO": "International Labour Organization"}

    assert Vocabulary.of(["the World Bank (WB)"], given).abbreviations == {
        "wb": "Women’s Board",
        "ilo": "International Labour Organization",
    }


def test_a_vocabulary_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    vocabulary = Vocabulary.of(["Économie sociale et solidaire (ESS) en Tunisie"])

    vocabulary.write(tmp_path / "words.json")

    assert Vocabulary.read(tmp_path / "words.json") == vocabulary
    assert vocabulary.abbreviations == {"ess": "Économie sociale et solidaire"}
