"""The rules and the model of forecasts."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reporting.forecasts.model.fit import fit, interval
from reporting.forecasts.model.forecast import forecast
from reporting.forecasts.model.history import hours_between, read_history
from reporting.forecasts.rules.accuracy import bias, scaled_error
from reporting.forecasts.rules.local_hours import HOURS, hours_of, quarters, times_on_clock
from reporting.forecasts.rules.rounding import BASE, randomly_rounded

from benchmarks.forecast import compare, history_of
from benchmarks.simulated_contacts import simulate

KEYS = st.binary(min_size=32, max_size=32)
KEY = b"k" * 32
COUNTS = st.integers(min_value=0, max_value=10_000)


@given(COUNTS, KEYS, st.integers(min_value=0, max_value=10**6))
def test_a_count_is_rounded_to_a_multiple_of_five_next_to_it_and_always_to_the_same(
    count: int, key: bytes, hour: int
) -> None:
    rounded = randomly_rounded(count, key, "chat", hour)
    assert rounded % BASE == 0
    assert abs(rounded - count) < BASE
    assert rounded == randomly_rounded(count, key, "chat", hour)
    assert rounded <= randomly_rounded(count + 1, key, "chat", hour)


@pytest.mark.parametrize("count", range(6))
def test_rounding_is_right_on_average(count: int) -> None:
    mean = np.mean([randomly_rounded(count, KEY, "chat", hour) for hour in range(20_000)])
    assert mean == pytest.approx(count, abs=0.08)


def test_another_key_rounds_otherwise() -> None:
    one, other = (
        [randomly_rounded(2, key, "chat", hour) for hour in range(100)] for key in (KEY, b"o" * 32)
    )
    assert one != other


@pytest.mark.parametrize(
    ("day", "hours", "at_two"),
    [("2016-03-27", 23, 0), ("2016-10-30", 25, 2), ("2016-03-21", 24, 1)],
)
def test_a_day_has_the_hours_that_the_clock_shows(day: str, hours: int, at_two: int) -> None:
    there = date.fromisoformat(day)
    assert len(hours_of(there)) == hours
    assert times_on_clock(there)[2] == at_two
    assert sum(times_on_clock(there)) == hours


def test_a_quarter_hour_is_a_quarter_of_its_hour() -> None:
    assert quarters([4.0, 8.0])[2:6] == [1, 1, 2, 2]
    assert len(quarters([1.0] * HOURS)) == 96


def test_the_scaled_error_is_that_beside_the_naive_one() -> None:
    assert scaled_error([1.0, 3.0], [4.0, 4.0], [2.0, 2.0]) == 0.5
    assert scaled_error([1.0], [2.0], [2.0]) is None
    assert bias(110, 100) == pytest.approx(0.1)
    assert bias(1, 0) is None


@given(st.floats(min_value=0.1, max_value=5_000), st.floats(min_value=0, max_value=0.5))
def test_more_spread_makes_the_interval_no_narrower(expected: float, spread: float) -> None:
    low, high = interval(expected, 0.0)
    lower, higher = interval(expected, spread)
    assert 0 <= lower <= low <= expected + 1
    assert low <= high
    # The negative binomial leans to the right: the upper end may fall by little.
    assert higher - lower >= high - low - 1


def test_the_forecast_of_two_weeks_is_better_than_repeating_the_last_one() -> None:
    first_day, today = date(2023, 3, 6), date(2023, 3, 20)
    came = simulate(first_day, 42, 5)
    said = forecast(read_history(history_of(came, today)))
    found = compare(came, today, said)
    for channel in ("telephone", "chat", "together"):
        [ours], [naive] = found[channel]["error"], found[channel]["naive"]
        assert ours / naive < 0.9, channel
    assert said["heldBackDays"] == 7
    assert len(said["trials"]["telephone"]) == 7 * HOURS
    assert all(one["low"] <= one["expected"] <= one["high"]
               for day in said["days"] for one in day["channels"].values())  # fmt: skip


def test_a_holiday_is_expected_to_be_as_the_holidays_before_it() -> None:
    easter_past, kings_day = date(2023, 4, 24), date(2023, 4, 27)
    came = simulate(date(2023, 3, 20), 35, 1)
    fitted = fit(read_history(history_of(came, easter_past)), "telephone")
    there, a_week_later = (
        fitted.expected(hours_between(day, day + timedelta(days=1))).sum()
        for day in (kings_day, kings_day + timedelta(days=7))
    )
    assert there == pytest.approx(1.25 * a_week_later, rel=0.06)


def test_days_on_which_nothing_was_counted_lower_no_forecast() -> None:
    first_day, today = date(2023, 3, 6), date(2023, 4, 3)
    came = simulate(first_day, 28, 5)
    whole = history_of(came, today)
    silent = [date(2023, 3, 15) + timedelta(days=number) for number in range(4)]
    gone = np.isin(read_history(whole).hours.days, [day.toordinal() for day in silent])
    counts = {name: np.where(gone, 0, each).tolist() for name, each in whole["counts"].items()}
    without = whole | {"counts": counts, "silent": [f"{day}" for day in silent]}
    sums = [
        fit(read_history(each), "telephone").expected(hours_between(today, date(2023, 4, 10))).sum()
        for each in (whole, without)
    ]
    assert sums[1] == pytest.approx(sums[0], rel=0.03)
