"""Make a forecast of four weeks, and try the same model on weeks that are held back from it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from reporting.forecasts.model.fit import Fitted, fit, interval, spread_of_days
from reporting.forecasts.model.history import WEEK, History, Numbers, hours_between
from reporting.forecasts.rules.local_hours import HOURS, times_on_clock

HORIZON_DAYS = 28
# From eight weeks on four are held back; before, one.
LONG_DAYS = 56
# What is published is rounded: an hour to a tenth of a contact.
DECIMALS = 1


@dataclass(frozen=True)
class Trial:
    """What the model said of the hours held back from it, and how much their days varied beyond."""

    said: Numbers
    spread: float


def forecast(history: History) -> dict[str, Any]:
    """Return the coming days of each channel, and what was said of the hours that were held back.

    How that came out is measured by whoever has the true counts.
    """
    days = (history.today - history.first_day).days
    held_back = HORIZON_DAYS if days >= LONG_DAYS else WEEK
    trials = {name: _try(history, name, held_back) for name in history.counts}
    return {
        "days": _coming_days(history, trials),
        "heldBackDays": held_back,
        "trials": {name: trial.said.round(2).tolist() for name, trial in trials.items()},
    }


def _try(history: History, channel: str, days: int) -> Trial:
    cut = history.today - timedelta(days=days)
    held_back = history.hours.days >= cut.toordinal()
    said = fit(history.before(cut), channel).expected(history.hours[held_back])
    known = history.known[held_back]
    if not known.any():
        return Trial(said, 0.0)
    hours, came = history.hours[held_back][known], history.counts[channel][held_back][known]
    return Trial(said, spread_of_days(hours, said[known], came))


def _coming_days(history: History, trials: dict[str, Trial]) -> list[dict[str, Any]]:
    fitted = {channel: fit(history, channel) for channel in history.counts}
    spreads = {name: max(one.spread, trials[name].spread) for name, one in fitted.items()}
    days = [history.today + timedelta(days=number) for number in range(HORIZON_DAYS)]
    return [
        {
            "date": f"{day}",
            "channels": {name: _day(one, day, spreads[name]) for name, one in fitted.items()},
        }
        for day in days
    ]


def _day(fitted: Fitted, day: date, spread: float) -> dict[str, Any]:
    """Return the 24 hours of the clock, the day's sum, and between what it lies four in five times.

    An hour that the clock leaves out has 0; one that it shows twice is expected twice.
    """
    hours = hours_between(day, day + timedelta(days=1))
    expected = np.round(fitted.expected(hours), DECIMALS)
    on_clock = [0.0] * HOURS
    for hour, each in zip(hours.hours.tolist(), expected.tolist(), strict=True):
        on_clock[hour] = each
    whole = sum(np.multiply(on_clock, times_on_clock(day)).tolist())
    low, high = interval(max(whole, 10**-DECIMALS), spread)
    return {"hours": on_clock, "expected": round(whole, DECIMALS), "low": low, "high": high}
