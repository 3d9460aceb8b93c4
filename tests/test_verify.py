"""What a model says is shown only as far as what it cites says it."""

from __future__ import annotations

import pytest

from bot.model.claim import Evidence
from bot.model.verify import Fault, verify

JOBS = Evidence(
    text="Cooperatives provide jobs for over 2.5 million people (8% of the workforce); 1.9 million in 2010.",
    context="Cooperatives in Ruritania",
)
LAW = Evidence(text="The Ministry adopted the Cooperatives Act on 14 June 2016 under Recommendation No. 193.")
CLOSED = Evidence(text="Volunteers clean the halls; the council pays for heating but not for training.")


def fault(sentence: str, *evidence: Evidence, language: str = "en") -> Fault | None:
    return verify(sentence, evidence or (JOBS,), language).fault


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("In Ruritania, cooperatives provide jobs for more than 2.5 million people.", "en"),
        ("Cooperatives provide employment to over 2.5 million people, which is 8% of the workforce.", "en"),
        ("Les coopératives fournissent des emplois à plus de 2,5 millions de personnes en Ruritania.", "fr"),
        ("Las cooperativas proporcionan empleo a más de 2,5 millones de personas.", "es"),
    ],
)
def test_a_sentence_that_says_the_same_in_other_words_or_another_language_is_supported(
    sentence: str, language: str
) -> None:
    assert fault(sentence, language=language) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Cooperatives provide jobs for over 2.6 million people.", "number"),
        ("Cooperatives provide jobs for over 2.5 billion people.", "number"),
        ("Cooperatives provide jobs for three million people.", "number"),
        ("Cooperatives provide jobs for 8 million people.", "number"),
        ("Cooperatives provide USD 2.5 million.", "unit"),
        ("Cooperatives provide jobs for fewer than 2.5 million people.", "unit"),
        ("In Ruritania and Syldavia, cooperatives provide jobs for over 2.5 million people.", "name"),
        ("Cooperatives do not provide jobs for over 2.5 million people.", "polarity"),
        ("Only cooperatives provide jobs.", "degree"),
        ("Cooperatives provide jobs because of taxes.", "degree"),
        ("Cooperatives provide pensions and housing.", "words"),
    ],
)
def test_what_the_source_does_not_say_is_told_by_its_kind(sentence: str, expected: Fault) -> None:
    assert fault(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Ministry adopted the Cooperatives Act on 16 June 2014.", "number"),
        ("The Ministry adopted the Cooperatives Act on 14 July 2016.", "date"),
        ("The Ministry adopted the Cooperatives Act under Recommendation No. 195.", "number"),
        ("The Ministry adopted the Cooperatives Act under Convention No. 193.", "instrument"),
        ("The Ministry repealed the Cooperatives Act on 14 June 2016.", "polarity"),
        ("The Ministry adopted the “Cooperative Societies Act”.", "quote"),
    ],
)
def test_dates_instruments_and_quotations_are_exact(sentence: str, expected: Fault) -> None:
    assert fault(sentence, LAW) == expected


def test_a_quotation_is_the_sources_words_to_the_letter() -> None:
    assert fault("The Ministry adopted the “Cooperatives Act”.", LAW) is None


def test_what_is_denied_stays_denied_and_what_is_not_stays_so() -> None:
    assert fault("The council pays for heating.", CLOSED) is None
    assert fault("The council does not pay for training.", CLOSED) is None
    assert fault("The council pays for training.", CLOSED) == "polarity"
    assert fault("The council does not pay for heating.", CLOSED) is not None


def test_what_one_sentence_says_is_not_told_of_whom_another_speaks_of() -> None:
    assert fault("Volunteers pay for heating.", CLOSED) == "role"


def test_numbers_keep_what_they_count() -> None:
    bodies = Evidence(text="It has 18 agencies as members and 14 organizations as observers.")
    assert fault("It has 18 agencies as members.", bodies) is None
    assert fault("It has 14 agencies as members.", bodies) == "role"
    assert fault("It has 18 agencies as observers.", bodies) == "role"


def test_numbers_keep_their_year() -> None:
    rise = Evidence(text="The number rose from 501 in 2010 to 11,421 in 2015.")
    assert fault("The number rose from 501 in 2010 to 11,421 in 2015.", rise) is None
    assert fault("The number rose from 501 in 2015 to 11,421 in 2010.", rise) == "date"


def test_numbers_stay_with_the_name_of_their_own_statement() -> None:
    two = (Evidence(text="Mexico: 61,717 bodies"), Evidence(text="Norway: 136,000 bodies"))
    assert fault("Mexico has 61,717 bodies and Norway has 136,000 bodies.", *two) is None
    assert fault("Mexico has 136,000 bodies and Norway has 61,717 bodies.", *two) == "role"


def test_who_does_what_is_not_turned_round() -> None:
    firms = Evidence(text="Small firms hire the graduates of the guild.")
    assert fault("The graduates of the guild hire small firms.", firms) == "role"
    assert fault("The graduates of the guild are hired by small firms.", firms) is None


def test_a_name_stands_as_its_abbreviation_and_a_country_as_its_adjective() -> None:
    told = Evidence(text="The International Labour Organization advised the Tunisian ministry.")
    assert fault("The ILO advised the ministry of Tunisia.", told) is None
    assert fault("L’OIT a conseillé le ministère tunisien.", told, language="fr") is None


def test_nothing_supports_a_sentence_without_citations_or_in_a_language_that_cannot_be_read() -> None:
    assert verify("Cooperatives provide jobs.", (), "en").fault == "nothing"
    assert fault("Genossenschaften schaffen Arbeitsplätze.", language="de") == "nothing"
    assert fault("...") == "nothing"
