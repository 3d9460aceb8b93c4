"""Words that say the same: terms, abbreviations, spellings, numbers that count nothing."""

from __future__ import annotations

import pytest

from bot.model.claim import Evidence
from bot.model.verify import verify

TERM = Evidence(text="The law defines the term “common pasture”, with its rules.")


def fault(text: str, sentence: str, language: str = "en") -> str | None:
    return verify(sentence, (Evidence(text=text),), language).fault


def test_a_term_in_quotation_marks_may_be_translated_and_no_other_words() -> None:
    assert verify("La ley define el «pasto común» con sus reglas.", (TERM,), "es").fault is None
    assert verify("La ley define el «bosque común» con sus reglas.", (TERM,), "es").fault == "quote"
    assert verify("The law defines the “common forest”.", (TERM,), "en").fault == "quote"
    plain = Evidence(text="The law defines common pasture.")
    assert verify("La ley define el «pasto común».", (plain,), "es").fault == "quote"


@pytest.mark.parametrize(
    ("text", "sentence", "language", "expected"),
    [
        ("The SC TF met in May.", "The task force met in May.", "en", None),
        ("The SC met in May.", "The task force met in May.", "en", "words"),
        ("The law protects men and women at sea.", "La loi protège les deux sexes en mer.", "fr", None),
        ("The law protects 4 groups at sea.", "La loi protège deux groupes en mer.", "fr", "number"),
        ("Rights may be sold to a third party.", "Les droits peuvent être vendus à un tiers.", "fr", None),
        ("Rights rose to a half.", "Les droits ont augmenté à un tiers.", "fr", "number"),
        (
            "The defense of the harbor center is easy.",
            "The defence of the harbor centre is easy.",
            "en",
            None,
        ),
        ("Boats are easily repaired.", "La réparation des bateaux est facile.", "fr", None),
        ("Under U.S. law boats are taxed.", "En droit américain, les bateaux sont taxés.", "fr", None),
        ("Workers under the age of 18 rest.", "Workers under 18 rest.", "en", None),
        ("Workers over the age of 18 rest.", "Workers under 18 rest.", "en", "unit"),
        ("The pier moved within two kilometres.", "The pier moved no more than two kilometres.", "en", None),
        ("Rule B3.2.2 holds on boats.", "The rule holds on boats.", "en", None),
        ("The board meets in November.", "Le conseil se réunit au mois de novembre.", "fr", None),
        ("Mr Berg may repair boats.", "Berg is allowed to repair boats.", "en", None),
    ],
)
def test_words_that_say_the_same(text: str, sentence: str, language: str, expected: str | None) -> None:
    assert fault(text, sentence, language) == expected


def test_a_number_stays_with_the_act_of_its_year() -> None:
    text = "The Harbour Code, No. 6938, and the new Harbour Code of 2008, No. 9520, are in force."
    assert fault(text, "The Harbour Code of 2008 is No. 9520.") is None
    assert fault(text, "The Harbour Code of 2008 is No. 6938.") == "number"


def test_what_a_list_bids_to_do_is_not_told_as_done() -> None:
    text = "Provide boats to schools"
    assert fault(text, "Se han proporcionado barcos a las escuelas.", "es") == "stage"
    assert fault(text, "Proporcionar barcos a las escuelas.", "es") is None


def test_what_is_of_use_to_two_sides_keeps_its_number() -> None:
    text = "It has 18 agencies as members and 14 clubs as observers."
    assert fault(text, "Cuenta con 14 clubes como observadores.", "es") is None
    assert fault(text, "Son miembros 14 clubes.", "es") == "role"


def test_every_other_month_is_not_every_month() -> None:
    text = "The fleet sails every other month."
    assert fault(text, "The fleet sails every month.") == "number"
    assert fault(text, "La flotte navigue tous les mois.", "fr") == "number"
    assert fault(text, "La flotte navigue tous les deux mois.", "fr") is None


def test_who_is_consulted_does_not_decide() -> None:
    text = "Fees shall be determined after consulting the drivers of the port."
    assert fault(text, "Les frais sont déterminés par les conducteurs du port.", "fr") == "role"
    assert fault(text, "Les frais sont déterminés après consultation des conducteurs du port.", "fr") is None


def test_a_word_spelled_as_in_english_is_known() -> None:
    text = "All information on unemployment is sent to the office of the port."
    assert (
        fault(text, "Toutes les informations sur l'inflation sont envoyées au bureau du port.", "fr")
        == "words"
    )


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The guild has reviewed the fees.", "en"),
        ("La guilde a établi les tarifs.", "fr"),
        ("La flota estableció las tarifas.", "es"),
    ],
)
def test_a_further_verb_of_what_shall_be_is_not_told_as_done(sentence: str, language: str) -> None:
    text = "The guild of the fleet shall, after a vote, establish and regularly review the fees."
    assert fault(text, sentence, language) == "stage"
    assert fault(text, "The guild of the fleet must establish the fees.") is None
