"""Simulated contacts by the hour: the arrival curve, weekdays, a trend, the year, and holidays.

The share of each hour of the day is that of the demo (deploy/local/demo/arrival_hour_of_day.csv,
whose README names the sources), and so is that of the weekdays. The rest is assumed: 10% more a
year, 8% more in winter than on average, 25% more on holidays and in the nights of the weekend.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import holidays
import numpy as np
from numpy.typing import NDArray
from reporting.forecasts.rules.local_hours import clock, hours_of

CURVE = Path(__file__).parent.parent / "deploy/local/demo/arrival_hour_of_day.csv"
# Attempts a year, with those that nobody answered (services/volunteers/.../arrival_curve.json).
YEARLY = {"telephone": 439_421, "chat": 31_678, "email": 4_610}
WEEKDAYS = (1.1, 1.0, 1.0, 1.0, 1.0, 1.0, 1.1)
DAYS_A_YEAR = 365.25
TREND, WINTER, HOLIDAY, WEEKEND_NIGHT, NIGHT_ENDS, SATURDAY = 0.10, 0.08, 1.25, 1.25, 5, 5


@dataclass(frozen=True)
class Simulated:
    """What came in each hour of some days, numbered since 1970, by channel."""

    first_day: date
    until: date
    hours: list[int]
    counts: Mapping[str, NDArray[np.int64]]


def simulate(first_day: date, days: int, seed: int, spread: float = 0.0) -> Simulated:
    """Return the contacts of some days: Poisson, or with days that vary by `spread` (0.1: 10%).

    A busy day is busy on every channel.
    """
    random = np.random.default_rng(seed)
    every = [first_day + timedelta(days=number) for number in range(days)]
    hours = [hour for day in every for hour in hours_of(day)]
    rates = _rates(hours, first_day)
    if spread:
        busy = random.gamma(spread**-2, spread**2, size=days)
        rates = rates * busy[[(clock(hour)[0] - first_day).days for hour in hours]]
    counts = {
        channel: random.poisson(rates * yearly / DAYS_A_YEAR) for channel, yearly in YEARLY.items()
    }
    return Simulated(first_day, first_day + timedelta(days=days), hours, counts)


def _rates(hours: list[int], first_day: date) -> NDArray[np.float64]:
    """Return the share of a mean day of the first year that is expected in each hour."""
    with CURVE.open(encoding="utf-8", newline="") as file:
        curve = np.array([float(row["share_pct"]) for row in csv.DictReader(file)])
    shares = curve / curve.sum()
    weekdays = np.array(WEEKDAYS) / np.mean(WEEKDAYS)
    off = holidays.country_holidays("NL", years=range(first_day.year, first_day.year + 5))

    def rate(hour: int) -> float:
        day, at = clock(hour)
        passed = (day - first_day).days / DAYS_A_YEAR
        winter = np.cos(2 * np.pi * day.timetuple().tm_yday / DAYS_A_YEAR)
        found = shares[at] * weekdays[day.weekday()] * (1 + TREND) ** passed * (1 + WINTER * winter)
        if day in off:
            found *= HOLIDAY
        if day.weekday() >= SATURDAY and at < NIGHT_ENDS:
            found *= WEEKEND_NIGHT
        return float(found)

    return np.array([rate(hour) for hour in hours])
