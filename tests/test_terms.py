from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.stopwords import STOPWORDS
from ingest.terms import fold, instruments, is_stopword, number, stem, terms, words, written_out

R193 = [
    "R193",
    "r193",
    "R. 193",
    "R.193",
    "R 193",
    "(R193)",
    "R193.",
    "Rec 193",
    "Rec.193",
    "Rec No.193",
    "Rec. No. 193",
    "Rec. (No. 193)",
    "Recommendation 193",
    "Recommendation 193, 2002",
    "Recommendation No. 193",
    "Recommendation No.193",
    "ILO Recommendation No. 193",
    "RECOMMENDATION NO. 193",
    "Recommendation number 193",
    "Recommendation, 2002 (No. 193)",
    "Recommendation (No. 193), 2002",
    "Promotion of Cooperatives Recommendation, 2002 (No. 193)",
    "Recommandation n° 193",
    "recommandation nº 193",
    "recommandation no 193",
    "Recommandation numéro 193",
    "la recommandation no. 193 de l’OIT",
    "Recommandation (n° 193) sur la promotion des coopératives, 2002",
    "Recomendación núm. 193",
    "recomendacion num. 193",
    "la Recomendación número 193 de la OIT",
    "Recomendación (núm. 193)",
    "Rekomendasi No. 193",
]


@pytest.mark.parametrize("text", R193)
def test_an_instrument_has_one_name_however_it_is_written(text: str) -> None:
    assert instruments(text) == ["r193"]


@pytest.mark.parametrize("text", R193)
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_an_instrument_is_one_term_however_it_is_written(text: str, language: str) -> None:
    assert terms(text, language).count("r193") == 1


@pytest.mark.parametrize(
    "text",
    [
        "C87",
        "C087",
        "C. 87",
        "C.87",
        "Convention No. 87",
        "Conv. No. 87",
        "convention n° 87",
        "Convenio núm. 87",
    ],
)
def test_a_low_number_is_the_same_with_and_without_its_zero(text: str) -> None:
    assert instruments(text) == ["c087"]
    assert terms(text, "en").count("c087") == 1


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("R193 and R204", ["r193", "r204"]),
        ("Convention No. 190 and Recommendation No. 206", ["c190", "r206"]),
        ("Conventions Nos. 87 and 98", ["c087"]),
        ("Convention No. 87, 98% of members", ["c087"]),
    ],
)
def test_instruments_come_in_order(text: str, named: list[str]) -> None:
    assert instruments(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "Recommendation 2002",
        "Recommendation, 2002",
        "Recommendation of 2002",
        "the Convention of 1948",
        "a c 12",
        "r 193",
        "for 193 days",
        "COR 193",
        "abc193",
        "R1930",
        "recommendation 1.5",
        "recommendation 20%",
        "the Convention's 5th session, 10 votes",
        "Convention 5th session",
        "R2D2",
        "C3PO",
        "",
    ],
)
def test_what_is_no_instrument_is_not_taken_for_one(text: str) -> None:
    assert instruments(text) == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Cooperatives are promoting cooperation", "en", ["cooper", "promot", "cooper"]),
        ("Les coopératives créées", "fr", ["cooper", "cre"]),
        ("Las cooperativas españolas", "es", ["cooper", "espanol"]),
        ("Koperasi di Indonesia", "id", ["koperasi", "di", "indonesia"]),
        ("27.2 million members", "en", ["27.2", "million", "member"]),
        ("My.Coop", "en", ["mycoop", "coop"]),
        ("UN-led", "en", ["unl", "un", "led"]),
        ("COVID-19", "en", ["covid", "19"]),
        ("SSE/ESS", "en", ["sseess", "sse", "ess"]),
        ("the SSE’s aims", "en", ["sse", "aim"]),
        ("l’économie d'Afrique", "fr", ["econom", "afriqu"]),
        ("of the and", "en", []),
        ("¿¡…!?", "es", []),
    ],
)
def test_the_terms_of_a_text(text: str, language: str, expected: list[str]) -> None:
    assert terms(text, language) == expected


def test_stop_words_can_be_kept() -> None:
    assert terms("what it is", "en", keep_stopwords=True) == ["what", "it", "is"]
    assert terms("what it is", "en") == []


def test_a_term_stands_as_often_as_in_the_text() -> None:
    assert terms("jobs, job and JOBS", "en") == ["job", "job", "job"]


@pytest.mark.parametrize(
    ("word", "same"),
    [
        ("279.4", "279.4"),
        ("279,4", "279.4"),
        ("1,000", "1000"),
        ("1.000", "1000"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("2021", "2021"),
        ("9.47", "9.47"),
        ("1/2", "1/2"),
    ],
)
def test_a_number_has_one_form(word: str, same: str) -> None:
    assert number(word) == same
    assert terms(f"about {word} people", "en") == [same, "peopl"]


def test_a_year_range_is_two_numbers() -> None:
    assert terms("2014-2015", "en") == ["2014", "2015"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("coopérative", "cooperative"), ("Économie", "economie"), ("l’ESS", "l'ESS"), ("ÑANDÚ", "nandu")],
)
def test_diacritics_and_case_make_no_difference(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert terms(one, "xx") == terms(other, "xx")


def test_a_letter_and_its_accent_may_be_two_characters() -> None:
    composed = "La coopérative et la Recommandation numéro 193"
    decomposed = unicodedata.normalize("NFD", composed)
    assert decomposed != composed
    assert words(decomposed) == words(composed)
    assert terms(decomposed, "fr") == terms(composed, "fr")


def test_words_are_as_written() -> None:
    assert words("My.Coop, the UN-led 279.4 million; l’ESS (R&D) and_so") == [
        "My.Coop",
        "the",
        "UN-led",
        "279.4",
        "million",
        "l’ESS",
        "R&D",
        "and",
        "so",
    ]


def test_a_stem_is_that_of_the_language() -> None:
    assert [stem("cooperatives", language) for language in ("en", "fr", "xx")] == [
        "cooper",
        "cooper",
        "cooperatives",
    ]
    assert stem("nationalisations", "fr") == stem("nationalisation", "fr") != stem("nationalisations", "xx")


def test_stop_words_are_told_by_language_and_without_diacritics() -> None:
    assert is_stopword("The", "en")
    assert not is_stopword("The", "fr")
    assert is_stopword("où", "fr")
    assert is_stopword("¿qué"[1:], "es")
    assert is_stopword("the", "id"), "a language without a list has the English one"


def test_stop_words_are_written_as_they_are_looked_up() -> None:
    for listed in STOPWORDS.values():
        assert {word for word in listed if fold(word) != word} == set()


@given(st.text(), st.sampled_from(["en", "fr", "es", "id"]))
def test_a_term_is_never_empty_and_holds_no_white_space(text: str, language: str) -> None:
    for term in terms(text, language):
        assert term.split() == [term]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("How many used R193?", "How many used Recommendation 193?"),
        ("la recommandation n° 193", "la Recommendation 193"),
        ("C087 and Convention No. 98", "Convention 87 and Convention 98"),
        ("a c 12 and 193", "a c 12 and 193"),
    ],
)
def test_an_instrument_is_written_out_in_one_form(text: str, same: str) -> None:
    assert written_out(text) == same
