from __future__ import annotations

from collections.abc import Iterator

import pytest
from bot_fakes import ingested, letters_for_model

from bot.hops import BEHIND, with_named
from bot.retrieve import HybridRetriever
from ingest.index import Index
from ingest.lexical import Sought

DECK = """# Programme Alba

- Programme Alba is run by Fund Borealis.
- It began as Programme Celeste.

---

# Fund Borealis

- The seat is in Quito.

---

# Programme Celeste

- Programme Alba is run by others.

---

# Seats in the regions

- The programme has a seat in Lima, and so has Fund Dorado.

---

# Fund Dorado

- It runs schools.
"""
QUESTION = "Where is the seat of the fund that runs Programme Alba?"
ALBA, BOREALIS, CELESTE, SEATS, DORADO = (("deck", number) for number in range(1, 6))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Five slides: the first names the second and the third, the fourth names the fifth."""
    with pytest.MonkeyPatch.context() as patch:
        letters_for_model(patch)
        found = Index.open(ingested(tmp_path_factory.mktemp("hops"), DECK))
    yield found
    found.library.close()


def raised(
    index: Index, scores: dict[tuple[str, int], float], question: str = QUESTION
) -> dict[tuple[str, int], float]:
    """The scores after the second step of the question."""
    return with_named(scores, HybridRetriever(index).query(question), index)


def test_a_page_named_by_the_best_one_is_raised_by_the_share_it_says_of_what_that_one_leaves_unsaid(
    index: Index,
) -> None:
    question = "Where is the seat of the fund that runs Programme Alba, and of schools?"
    seat, schools = (index.lexical["statement"].idf(Sought([(term,)])) for term in ("seat", "school"))
    share = seat / (seat + schools)

    assert 0 < share < 1
    assert raised(index, {ALBA: 0.8, BOREALIS: 0.1}, question)[BOREALIS] == pytest.approx(0.1 + share * 0.8)
    assert raised(index, {ALBA: 0.8}, question)[BOREALIS] == pytest.approx(share * 0.8)


def test_a_page_stays_behind_the_one_that_names_it(index: Index) -> None:
    scores = raised(index, {ALBA: 0.8, BOREALIS: 0.7})

    assert scores[BOREALIS] == pytest.approx(0.8 - BEHIND, abs=BEHIND / 2)
    assert scores[ALBA] == 0.8


def test_a_page_that_says_nothing_that_the_one_naming_it_leaves_unsaid_is_not_raised(index: Index) -> None:
    assert CELESTE not in raised(index, {ALBA: 0.8})


def test_a_page_is_not_lowered(index: Index) -> None:
    assert raised(index, {CELESTE: 0.9, ALBA: 0.5, BOREALIS: 0.9})[BOREALIS] == 0.9


def test_pages_further_down_name_none(index: Index) -> None:
    assert DORADO in raised(index, {ALBA: 0.8, SEATS: 0.7})
    assert DORADO not in raised(index, {ALBA: 0.8, BOREALIS: 0.75, SEATS: 0.7})


def test_the_other_scores_are_left_and_nothing_found_names_nothing(index: Index) -> None:
    scores = {ALBA: 0.8, SEATS: 0.3}

    assert {key: raised(index, scores)[key] for key in scores} == scores
    assert scores == {ALBA: 0.8, SEATS: 0.3}
    assert raised(index, {}) == {}


@pytest.mark.parametrize("steps", [True, False])
def test_the_retriever_takes_the_second_step_unless_told_not_to(index: Index, steps: bool) -> None:
    question = "Where is the seat of those who run Programme Alba?"

    hits = HybridRetriever(index, dense_weight=0, steps=steps).retrieve(question)

    best, second = hits[:2]
    assert best.page == 1
    assert (second.page == 2) is steps
