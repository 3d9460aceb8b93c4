"""Numbers, names and stages by the ways in which a model gets them wrong, in three languages."""

from __future__ import annotations

import pytest

from bot.model.claim import Evidence
from bot.model.verify import verify

MARKETS = Evidence(
    text=(
        "The city council registered 3,480 stalls in 2019, found 61 of them closed, and fined nine owners; "
        "twenty-five stalls in the second hall reopened at 7 a.m., a quarter more than in 2018."
    ),
    context="Survey of markets",
)
HARBOUR = Evidence(
    text=(
        "The trust plans to sell two of its five ferries by June 2026; the Ministry of Transport has asked "
        "the auditor to review the sale, while the Seamen's Union is drafting an appeal and the old "
        "lighthouse was closed in 2019."
    ),
    context="Minutes of the harbour trust",
)
SHARES = Evidence(
    text=(
        "Two in five members are women, and the reserve rose by three percentage points to one hundred and "
        "twenty crowns; no more than ten per cent of it may be lent, and dues have tripled."
    ),
    context="Annual report of the savings group",
)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The city council registered 3,480 owners in 2019.", "en"),
        ("The city council registered one owner.", "en"),
        ("The city council fined 61 owners.", "en"),
        ("Twenty-six stalls in the second hall reopened.", "en"),
        ("25 stalls in the third hall reopened.", "en"),
        ("The stalls in the second hall reopened at 7 p.m.", "en"),
        ("A third more stalls reopened than in 2018.", "en"),
        ("The city council registered millions of stalls.", "en"),
        ("The city council registered thousands of owners.", "en"),
        ("25 percentage points more stalls reopened than in 2018.", "en"),
        ("Le conseil municipal a enregistré 3 480 propriétaires.", "fr"),
        ("Vingt-six étals ont rouvert.", "fr"),
        ("Les étals de la deuxième halle ont rouvert à 19 heures.", "fr"),
        ("Los puestos de la tercera sala reabrieron.", "es"),
        ("Los puestos de la segunda sala reabrieron a las siete de la tarde.", "es"),
        ("Veintiséis puestos reabrieron.", "es"),
    ],
)
def test_a_number_that_counts_or_tells_something_else_is_cut(sentence: str, language: str) -> None:
    assert verify(sentence, (MARKETS,), language).fault in ("number", "unit", "role")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Two in three members are women.", "number"),
        ("One in five members is a woman.", "number"),
        ("Three fifths of the members are women.", "number"),
        ("The reserve rose by three per cent.", "unit"),
        ("The reserve rose to one hundred and thirty crowns.", "number"),
        ("More than ten per cent of it may be lent.", "unit"),
        ("Dues have doubled.", "number"),
    ],
)
def test_shares_points_bounds_and_multiples_are_exact(sentence: str, expected: str) -> None:
    assert verify(sentence, (SHARES,), "en").fault == expected


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Two fifths of the members are women.", "en"),
        ("40 per cent of the members are women.", "en"),
        ("The reserve rose by 3 percentage points to 120 crowns.", "en"),
        ("At most 10 per cent of the reserve may be lent.", "en"),
        ("La réserve a augmenté de trois points de pourcentage.", "fr"),
        ("La reserva subió tres puntos porcentuales.", "es"),
    ],
)
def test_the_same_quantity_in_other_words_is_kept(sentence: str, language: str) -> None:
    assert verify(sentence, (SHARES,), language).fault is None


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The committee registered 3,480 stalls.", "en"),
        ("La commission a enregistré 3 480 étals.", "fr"),
        ("El comité registró 3.480 puestos.", "es"),
    ],
)
def test_a_body_is_not_exchanged_for_another(sentence: str, language: str) -> None:
    assert verify(sentence, (MARKETS,), language).fault == "name"


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The trust has sold two ferries.", "en"),
        ("The trust sold two of its five ferries.", "en"),
        ("The auditor has reviewed the sale.", "en"),
        ("The auditor is reviewing the sale.", "en"),
        ("The Seamen's Union has drafted an appeal.", "en"),
        ("The old lighthouse is being closed.", "en"),
        ("The trust gave up selling two ferries.", "en"),
        ("La fiducie a vendu deux ferries.", "fr"),
        ("Le vérificateur a examiné la vente.", "fr"),
        ("L’ancien phare sera fermé.", "fr"),
        ("La vente des deux ferries a pris fin.", "fr"),
        ("El auditor revisó la venta.", "es"),
        ("El sindicato de marineros redactó un recurso.", "es"),
        ("El antiguo faro se cerrará.", "es"),
    ],
)
def test_what_is_planned_asked_for_under_way_or_done_stays_so(sentence: str, language: str) -> None:
    assert verify(sentence, (HARBOUR,), language).fault in ("stage", "degree", "polarity")


def test_what_some_do_is_not_told_of_all() -> None:
    assert verify("The trust plans to sell five ferries.", (HARBOUR,), "en").fault == "role"


def test_a_name_behind_an_opening_word_of_grammar_is_a_name() -> None:
    told = Evidence(text="South Africa and Spain have created ministries.")
    assert verify("En Acme y en España se han creado ministerios.", (told,), "es").fault == "name"
    assert verify("En España se han creado ministerios.", (told,), "es").fault is None


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The trust plans to sell two ferries.", "en"),
        ("The Ministry of Transport has asked the auditor to review the sale.", "en"),
        ("The Seamen's Union is drafting an appeal.", "en"),
        ("Le syndicat des marins est en train de rédiger un recours.", "fr"),
        ("L’ancien phare a été fermé en 2019.", "fr"),
        ("El sindicato de marineros está redactando un recurso.", "es"),
        ("El antiguo faro fue cerrado en 2019.", "es"),
    ],
)
def test_a_stage_told_as_it_is_is_kept(sentence: str, language: str) -> None:
    assert verify(sentence, (HARBOUR,), language).fault is None


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The ministry released the contract within ten days.", "en"),
        ("The contract has been released.", "en"),
        ("El ministerio entregó el contrato a los diez días.", "es"),
    ],
)
def test_what_was_refused_and_ordered_is_not_told_as_done(sentence: str, language: str) -> None:
    told = Evidence(
        text="The ministry refused to release the contract; the Ombudsman ordered release within ten days."
    )
    assert verify(sentence, (told,), language).fault == "stage"
    assert verify("The ministry refused to release the contract.", (told,), "en").fault is None
