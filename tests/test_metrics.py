from __future__ import annotations

import math

import pytest

from bot.evaluation.metrics import (
    Figure,
    all_at,
    area_under_risk,
    auroc,
    hit_at,
    is_span,
    mean,
    ndcg_at,
    percentile,
    recall_at,
    reciprocal_rank,
    risk_at,
    set_precision,
    set_recall,
)
from bot.questions.cases import found


def test_hit_at_k_asks_only_whether_one_of_the_first_k_is_relevant() -> None:
    assert hit_at(1, ["b", "a"], {"a"}) == 0
    assert hit_at(2, ["b", "a"], {"a"}) == 1
    assert hit_at(2, ["a", "c"], {"a", "c"}) == 1
    assert hit_at(3, [], {"a"}) == 0


def test_recall_at_k_is_the_share_of_the_relevant_among_the_first_k() -> None:
    assert recall_at(5, ["a", "x", "b"], {"a", "b", "c", "d"}) == 0.5
    assert recall_at(2, ["a", "x", "b"], {"a", "b", "c", "d"}) == 0.25


def test_all_at_k_asks_whether_everything_relevant_is_among_the_first_k() -> None:
    assert all_at(3, ["a", "x", "b"], {"a", "b"}) == 1
    assert all_at(2, ["a", "x", "b"], {"a", "b"}) == 0


def test_auroc_is_the_share_of_the_pairs_in_order_a_tie_counting_half() -> None:
    assert auroc([3, 1], [2, 0]) == Figure(value=0.75, n=4)
    assert auroc([1], [1, 0]) == Figure(value=0.75, n=3)
    assert auroc([1], []) == Figure(value=None, n=1)


def test_the_risk_is_the_share_of_the_wrong_among_the_surest() -> None:
    scored = [(0.9, True), (0.1, False), (0.8, False), (0.7, True)]

    assert risk_at(1, scored) == Figure(value=0.5, n=4)
    assert risk_at(0.5, scored) == Figure(value=0.5, n=2)
    assert risk_at(0.25, scored) == Figure(value=0, n=1)
    assert risk_at(0.5, [(1, True), (1, False)]) == Figure(value=1, n=1)
    assert risk_at(1, []) == Figure(value=None, n=0)


def test_reciprocal_rank_is_one_over_the_rank_of_the_first_relevant_one() -> None:
    assert reciprocal_rank(["x", "y", "a", "b"], {"a", "b"}) == 1 / 3
    assert reciprocal_rank(["a", "b"], {"a", "b"}) == 1
    assert reciprocal_rank(["x"], {"a"}) == 0


def test_ndcg_discounts_each_relevant_one_by_its_rank() -> None:
    # The two relevant ones at ranks 1 and 3 of a possible 1 and 2: (1 + 1/log2 4) / (1 + 1/log2 3).
    assert ndcg_at(10, ["a", "x", "b"], {"a", "b"}) == pytest.approx(1.5 / (1 + 1 / math.log2(3)))
    assert ndcg_at(10, ["a", "b", "x"], {"a", "b"}) == 1
    assert ndcg_at(10, ["x", "a"], {"a"}) == pytest.approx(1 / math.log2(3))
    assert ndcg_at(10, ["x", "y"], {"a"}) == 0


def test_ndcg_at_k_is_1_when_more_than_k_are_relevant_and_fill_the_first_k() -> None:
    assert ndcg_at(2, ["a", "b", "x"], {"a", "b", "c"}) == 1
    assert ndcg_at(2, ["x", "y", "a"], {"a", "b", "c"}) == 0


def test_precision_and_recall_of_sets_differ_in_what_they_divide_by() -> None:
    assert set_precision({"a", "b", "x", "y"}, {"a", "b", "c"}) == 0.5
    assert set_recall({"a", "b", "x", "y"}, {"a", "b", "c"}) == 2 / 3
    assert set_recall(set(), {"a"}) == 0


def test_a_mean_carries_its_n_and_nothing_measured_is_no_zero() -> None:
    assert mean([(1.0, 1), (0.0, 1), (0.5, 1), (0.5, 1)]) == Figure(value=0.5, n=4)
    assert mean([(1.0, 3), (0.0, 1)]) == Figure(value=0.75, n=4)
    assert mean([]) == Figure(value=None, n=0)


def test_a_percentile_is_interpolated_between_its_neighbours() -> None:
    assert percentile(0.5, [40.0, 10.0, 20.0]) == Figure(value=20, n=3)
    assert percentile(0.5, [10.0, 20.0]) == Figure(value=15, n=2)
    assert percentile(0.95, [0.0, 100.0]) == Figure(value=95, n=2)
    assert percentile(0.95, [7.0]) == Figure(value=7, n=1)
    assert percentile(0.5, []) == Figure(value=None, n=0)


def test_a_quote_is_a_span_only_at_its_exact_place() -> None:
    assert is_span("slide", 2, 7, "A slide")
    assert not is_span("slide", 1, 6, "A slide")
    assert not is_span("Slide", 2, 7, "A slide")
    assert not is_span("slide", -5, 7, "A slide")
    assert not is_span("slide ", 2, 8, "A slide")
    assert not is_span("", 2, 2, "A slide")


def test_patterns_are_found_in_any_letter_case_and_in_the_order_given() -> None:
    assert found(["jobs", "279[.,]4", "absent"], "279.4 million Jobs") == ("jobs", "279[.,]4")


def test_a_caret_is_the_start_of_the_answer_and_a_dot_stays_within_a_line() -> None:
    assert found([r"^yes\b"], "Yes, it did.\nNo.")
    assert not found([r"^no\b"], "Yes, it did.\nNo.")
    assert not found(["did.*no"], "Yes, it did.\nNo.")


def test_a_letter_is_found_whether_its_accent_is_a_character_of_its_own_or_not() -> None:
    assert found(["Que\u0301bec"], "Qu\u00e9bec")


def test_the_area_under_the_risk_is_the_mean_risk_over_every_coverage() -> None:
    best = [(0.9, True), (0.8, True), (0.2, False), (0.1, False)]
    worst = [(score, not right) for score, right in best]

    assert area_under_risk(best).value == pytest.approx((0 + 0 + 1 / 3 + 1 / 2) / 4)
    assert area_under_risk(worst).value == pytest.approx((1 + 1 + 2 / 3 + 1 / 2) / 4)
    # A tie is no luck: the wrong one is taken to come first.
    assert area_under_risk([(0.5, True), (0.5, False)]) == Figure(value=0.75, n=2)
    assert area_under_risk([]) == Figure(value=None, n=0)
