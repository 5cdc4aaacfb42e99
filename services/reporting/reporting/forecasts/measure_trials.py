"""Measure how the model did in the days that were held back from it, on the true counts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from reporting.disclosure.rules.threshold import BASE, rounded
from reporting.forecasts.read_counts import HourlyCounts
from reporting.forecasts.rules.accuracy import bias, scaled_error
from reporting.forecasts.rules.local_hours import by_clock, clock, hours_of

WEEK = 7
DECIMALS = 2
Outcome = dict[str, float | None]


def measure_trials(
    said: Mapping[str, Sequence[float]],
    counts: HourlyCounts,
    days: Sequence[date],
    silent: Collection[date],
) -> dict[str, Outcome]:
    """Return `mase` and `bias` of each channel: None where too little came to be shown.

    `said` is of every hour of these days; silent ones do not count.
    """
    return {name: _outcome(hours, counts[name], days, silent) for name, hours in said.items()}


def _outcome(
    said: Sequence[float], counts: Mapping[int, int], days: Sequence[date], silent: Collection[date]
) -> Outcome:
    last_week, first = by_clock(counts), days[0]
    there = [hour for day in days for hour in hours_of(day)]
    expected, naive, came = [], [], []
    for hour, each in zip(there, said, strict=True):
        day, at = clock(hour)
        if day in silent:
            continue
        before = first + timedelta(days=(day - first).days % WEEK - WEEK)
        expected.append(each)
        naive.append(last_week.get((before, at), 0))
        came.append(counts.get(hour, 0))
    shown = rounded(sum(came))
    if shown is None:
        return {"mase": None, "bias": None}
    mase, wrong = (
        scaled_error(expected, naive, came),
        bias(BASE * round(sum(expected) / BASE), shown),
    )
    return {
        "mase": None if mase is None else round(mase, DECIMALS),
        "bias": None if wrong is None else round(wrong, DECIMALS),
    }
