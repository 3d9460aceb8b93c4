"""Denials that sources tell in other words, and those that they do not tell."""

from __future__ import annotations

import pytest

from bot.model.claim import Evidence
from bot.model.loaded import negations, opposite
from bot.model.verify import verify


@pytest.mark.parametrize(
    ("text", "sentence", "language"),
    [
        (
            "The guild keeps boats without the owner becoming a member.",
            "La guilde garde les bateaux sans que le propriétaire devienne membre.",
            "fr",
        ),
        (
            "Reports are sent at intervals not exceeding three months.",
            "Los informes se envían a intervalos que no superen los tres meses.",
            "es",
        ),
        ("Avoid noise at night.", "Il ne faut pas faire de bruit la nuit.", "fr"),
        ("Night fishing is prohibited.", "Fishing at night is not allowed.", "en"),
        ("Fishing at night is not allowed.", "La pêche de nuit est interdite.", "fr"),
        ("No boat shall leave unless it has a permit.", "Aucun bateau ne part sans permis.", "fr"),
        ("There is an inadequate supply of boats.", "No hay suficientes barcos.", "es"),
        ("The tool is free of charge.", "The tool can be had at no charge.", "en"),
        (
            "Boats may be divided into no more than two groups.",
            "Los barcos pueden dividirse en no más de dos grupos.",
            "es",
        ),
        (
            "Leave is unpaid unless otherwise agreed.",
            "Le congé est non payé, à moins qu'il n'en soit convenu autrement.",
            "fr",
        ),
    ],
)
def test_the_same_denial_in_other_words_is_kept(text: str, sentence: str, language: str) -> None:
    assert verify(sentence, (Evidence(text=text),), language).fault is None


@pytest.mark.parametrize(
    ("text", "sentence", "language"),
    [
        ("Night fishing is prohibited.", "Night fishing is allowed.", "en"),
        ("Licensed traders shall not be moved.", "Los comerciantes sin licencia no se trasladan.", "es"),
        (
            "Reports are sent at intervals exceeding three months.",
            "Los informes se envían a intervalos que no superan los tres meses.",
            "es",
        ),
        ("The guild stores boats of members.", "La guilde ne garde pas les bateaux des membres.", "fr"),
    ],
)
def test_a_denial_added_or_left_out_is_cut(text: str, sentence: str, language: str) -> None:
    assert verify(sentence, (Evidence(text=text),), language).fault is not None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("sin embargo, navegan", "es"),
        ("non seulement ils naviguent", "fr"),
        ("sans delai", "fr"),
        ("a moins qu'il n'en soit convenu", "fr"),
        ("not exceeding three months", "en"),
        ("no license fee", "en"),
    ],
)
def test_a_word_of_negation_may_deny_nothing(text: str, language: str) -> None:
    assert negations(text, language) == []


def test_a_word_that_only_begins_as_one_with_a_prefix_is_no_opposite() -> None:
    assert opposite("adequ", "inadequ")
    assert not opposite("form", "inform")
    assert not opposite("sign", "design")


def test_a_publication_is_not_public() -> None:
    told = Evidence(text="The guild issued a publication on private boats.")
    assert (
        verify("La guilde a fait paraître une publication sur les bateaux privés.", (told,), "fr").fault
        != "polarity"
    )
