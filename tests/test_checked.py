from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.model.checked import ENOUGH, LEAST, Checker
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
    sentence = "The Federation lent 40 bicycles to the school in May 2020."
    assert stands(sentence, LEAST + 0.1)
    assert not stands(sentence, LEAST - 0.1)


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


@pytest.mark.parametrize(("language", "source"), [("fr", "en"), ("es", "en"), ("en", "fr")])
def test_the_network_reads_english_only(language: str, source: str) -> None:
    network = Network(99)
    lent = Evidence(text="La Fédération a prêté 40 vélos.", language=source)
    Checker(network)("La Fédération", [lent], language)
    assert network.asked == []


def test_a_statement_is_read_under_what_it_stands_under() -> None:
    network = Network(0)
    Checker(network)("Bicycles were lent by the Federation.", [BILL], "en")
    assert network.asked == [("Bicycles were lent by the Federation.", BILL.whole)]
