from __future__ import annotations

import pytest

from bot.evaluation.intervals import Interval, difference_interval, mean_interval
from bot.evaluation.metrics import mean


def test_the_interval_holds_the_mean_and_narrows_with_more_questions() -> None:
    few = mean_interval([1, 0, 1, 1] * 5)
    many = mean_interval([1, 0, 1, 1] * 50)

    assert few is not None
    assert many is not None
    assert few.low < many.low < 0.75 < many.high < few.high
    # The normal approximation: 0.75 ± 1.96 · √(0.75 · 0.25 / 200)
    assert many.low == pytest.approx(0.69, abs=0.015)
    assert many.high == pytest.approx(0.81, abs=0.015)


def test_the_same_values_give_the_same_interval() -> None:
    values = [0.1 * (n % 7) for n in range(600)]

    assert mean_interval(values) == mean_interval(list(values))


@pytest.mark.parametrize(("n", "low"), [(1, 0.025), (2, 0.158), (10, 0.692), (97, 0.963)])
def test_questions_that_all_went_right_still_leave_room_for_one_that_would_not(n: int, low: float) -> None:
    right, wrong = mean_interval([1.0] * n), mean_interval([0.0] * n)

    assert right is not None
    assert wrong is not None
    assert (right.high, wrong.low) == (1, 0)
    assert right.low == pytest.approx(low, abs=0.001)
    assert wrong.high == pytest.approx(1 - low, abs=0.001)


@pytest.mark.parametrize("values", [[], [0.5]])
def test_too_few_values_have_no_interval(values: list[float]) -> None:
    assert mean_interval(values) is None


def test_what_weighs_nothing_changes_nothing() -> None:
    alone = mean([(1, 3), (0, 1), (0.5, 2)])
    beside = mean([(1, 3), (0, 0), (0, 1), (0.5, 2)])

    assert (alone, alone.interval) == (beside, beside.interval)
    assert alone.value == pytest.approx(4 / 6)


def test_a_weight_counts_in_every_drawing() -> None:
    heavy = mean_interval([1, 0] * 20, [9, 1] * 20)
    light = mean_interval([1, 0] * 20, [1, 9] * 20)

    assert heavy is not None
    assert light is not None
    assert light.high < 0.5 < heavy.low


def test_pairs_are_drawn_together() -> None:
    assert difference_interval([]) is None
    assert difference_interval([0.5] * 10) == Interval(low=0.5, high=0.5)
    found = difference_interval([1.0] * 8 + [0.0] * 12)
    assert found is not None
    assert 0 < found.low < 0.4 < found.high
