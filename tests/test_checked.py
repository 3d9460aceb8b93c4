from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.model.checked import ENOUGH, ENOUGH_ABROAD, ENOUGH_OF_MANY, LEAST, Checker, is_excerpt
from bot.model.claim import Evidence

BILL = Evidence(text="The Federation lent 40 bicycles to the school in May 2020.", context="Cycling")
PARAPHRASE = "The school got the loan of 40 bicycles from the Federation in May 2020."


class Network:
    """Says the same log odds of everything, and remembers what it was asked."""

    def __init__(self, odds: float) -> None:
        self.odds = odds
        self.asked: list[tuple[str, str]] = []

    def log_odds(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += [(question, text) for text in texts]
        return np.full(len(texts), self.odds, dtype=np.float32)


def stands(sentence: str, odds: float, language: str = "en") -> bool:
    return Checker(Network(odds))(sentence, [BILL], language).supported


def test_a_paraphrase_that_the_rules_do_not_know_stands_where_the_network_is_sure() -> None:
    sentence = "The Federation put 40 bicycles at the disposal of the school in May 2020."
    assert not stands(sentence, -1)
    assert stands(sentence, max(ENOUGH.values()) + 0.1)


def test_what_the_rules_let_pass_is_cut_where_the_network_is_sure_that_it_is_wrong() -> None:
    sentence = "In May 2020 the Federation lent the school 40 bicycles."
    assert stands(sentence, LEAST + 0.1)
    assert not stands(sentence, LEAST - 0.1)


def test_what_stands_in_a_statement_word_for_word_needs_no_network() -> None:
    assert stands("The Federation lent 40 bicycles to the school.", -99)
    assert is_excerpt("The Federation lent 40 bicycles in May 2020.", BILL)
    assert not is_excerpt("The school lent 40 bicycles to the Federation.", BILL)
    denied = Evidence(text="Boats sail in May, but ferries never sail in June.")
    assert not is_excerpt("Boats sail in June.", denied)


def test_one_word_of_many_that_is_not_found_weighs_less() -> None:
    short = "The Federation gladly lent 40 bicycles."
    told = Evidence(text=BILL.text + " Pupils cycle there with teachers and parents.", context="Cycling")
    assert not Checker(Network(ENOUGH_OF_MANY + 0.1))(short, [told], "en").supported
    many = (
        "The Federation gladly lent 40 bicycles to the school, where pupils cycle with teachers and parents."
    )
    assert Checker(Network(ENOUGH_OF_MANY + 0.1))(many, [told], "en").supported
    assert not Checker(Network(ENOUGH_OF_MANY - 0.1))(many, [told], "en").supported


@pytest.mark.parametrize("language", ["fr", "es"])
def test_another_language_is_read_word_for_word_in_english(language: str) -> None:
    sentence = {
        "fr": "La Fédération a prêté 40 vélos bleus à l'école en mai 2020.",
        "es": "La Federación prestó 40 bicicletas azules a la escuela en mayo de 2020.",
    }[language]
    network = Network(max(ENOUGH_ABROAD.values()) + 0.1)
    assert Checker(network)(sentence, [BILL], language).supported
    assert not Checker(Network(0))(sentence, [BILL], language).supported
    read = network.asked[0][0]
    assert {"blue", "school", "lend"} <= set(read.split())


def test_what_is_not_found_in_another_language_but_a_word_stays_cut() -> None:
    network = Network(99)
    assert not Checker(network)("La Fédération a prêté 50 vélos à l'école.", [BILL], "fr").supported
    assert network.asked == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The Federation lent 50 bicycles to the school in May 2020.",
        "The Federation lent 40 bicycles to the school in June 2020.",
        "The Ruritanian League lent 40 bicycles to the school in May 2020.",
        "R193 says that the Federation lent 40 bicycles to the school in May 2020.",
        "The Federation “gladly lent” 40 bicycles to the school in May 2020.",
        "",
    ],
)
def test_no_network_makes_another_figure_date_name_instrument_or_quotation_stand(sentence: str) -> None:
    assert not stands(sentence, 99)


def test_the_network_is_not_asked_where_it_has_nothing_to_say() -> None:
    network = Network(99)
    Checker(network)("The Federation lent 50 bicycles.", [BILL], "en")
    assert network.asked == []


@pytest.mark.parametrize(("language", "source"), [("fr", "fr"), ("es", "fr"), ("en", "fr")])
def test_the_network_reads_english_sources_only(language: str, source: str) -> None:
    network = Network(99)
    lent = Evidence(text="La Fédération a prêté 40 vélos.", language=source)
    Checker(network)("La Fédération", [lent], language)
    assert network.asked == []


def test_a_statement_is_read_under_what_it_stands_under() -> None:
    network = Network(0)
    Checker(network)("Bicycles were lent by the Federation.", [BILL], "en")
    assert network.asked == [("Bicycles were lent by the Federation.", BILL.whole)]
