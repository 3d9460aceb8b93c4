"""Degrees and duties that sources tell in other words, and those that they do not tell."""

from __future__ import annotations

import pytest

from bot.model.claim import Evidence
from bot.model.verify import verify


@pytest.mark.parametrize(
    ("text", "sentence", "language"),
    [
        ("No apprentice shall work on Sundays.", "Apprentices may not work on Sundays.", "en"),
        ("No apprentice shall work on Sundays.", "No apprentice may work on Sundays.", "en"),
        ("A member shall pay its dues.", "Every member must pay its dues.", "en"),
        ("A member shall pay its dues.", "Tout membre doit payer ses cotisations.", "fr"),
        ("The owner is entitled to sell the boat.", "El propietario puede vender el barco.", "es"),
        ("The report need not be signed.", "Le rapport peut ne pas être signé.", "fr"),
        ("The tool can be free.", "L'outil peut être gratuit.", "fr"),
        ("The law shall apply to fishing boats.", "The law applies to fishing boats.", "en"),
        ("Use of the data is limited to research.", "The data may only be used for research.", "en"),
        (
            "Fees provided for by national law are due.",
            "Les frais prévus par la loi nationale sont dus.",
            "fr",
        ),
        ("The club helps sailors worldwide.", "El club ayuda a marineros en todo el mundo.", "es"),
        ("Cheaper boats are slower.", "Les bateaux moins chers sont plus lents.", "fr"),
        ("Children under 5 years travel free.", "Los menores de 5 años viajan gratis.", "es"),
    ],
)
def test_the_same_degree_or_duty_in_other_words_is_kept(text: str, sentence: str, language: str) -> None:
    assert verify(sentence, (Evidence(text=text),), language).fault is None


@pytest.mark.parametrize(
    ("text", "sentence", "language"),
    [
        ("Some members shall pay dues.", "Every member must pay dues.", "en"),
        (
            "The service provides one or more meals to any guest.",
            "El servicio ofrece todas las comidas.",
            "es",
        ),
        ("A member may pay its dues in May.", "Tout membre doit payer ses cotisations en mai.", "fr"),
        ("The owner sells the boat.", "El propietario puede vender el barco.", "es"),
        ("The data is used for research.", "The data may only be used for research.", "en"),
        ("Fares are below the limit and rise.", "Les tarifs sont plus que la limite.", "fr"),
        ("The law will be applied to fishing boats.", "The law applies to fishing boats.", "en"),
        ("Boats sail in June.", "Boats always sail in June.", "en"),
    ],
)
def test_a_degree_or_duty_that_is_not_told_is_cut(text: str, sentence: str, language: str) -> None:
    assert verify(sentence, (Evidence(text=text),), language).fault is not None
