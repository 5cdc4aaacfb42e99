"""What the model knows of an hour, as columns whose scale says how far each may bend the forecast.

A ridge penalty is a belief that each weight is near zero. A column scaled by 0.05 needs strong
evidence to change the forecast by 5%. So the profile is smooth: harmonics of the day, then a little
for each hour, each weekday, and least for each hour of the week.
"""

from datetime import date
from functools import lru_cache

import holidays
import numpy as np
from numpy.typing import NDArray

from reporting.forecasts.model.history import WEEK, Hours, Numbers
from reporting.forecasts.rules.local_hours import HOURS

HARMONICS, OF_THE_DAY, OF_THE_HOUR = 8, 0.8, 0.05
OF_THE_WEEKDAY, OF_THE_HOUR_OF_WEEK = 0.15, 0.06
# The level moves in steps of four weeks and stands still from the last one on: no line that was
# seen in the past is drawn further into the future.
STEP_DAYS, SHORTEST_STEP_DAYS, OF_A_STEP = 28, 14, 0.05
YEAR_DAYS, YEAR_HARMONICS, OF_THE_YEAR = 365.25, 2, 0.1
OF_A_HOLIDAY, OF_THIS_HOLIDAY = 0.2, 0.1


def features(hours: Hours, first_day: date, today: date) -> Numbers:
    """Return a row for each hour, for a model of the history from `first_day` up to `today`."""
    since = hours.days - first_day.toordinal()
    length = (today - first_day).days
    columns = [
        *_waves(hours.hours / HOURS, HARMONICS, OF_THE_DAY),
        *_each(hours.hours, HOURS, OF_THE_HOUR),
        *_each(hours.weekdays, WEEK, OF_THE_WEEKDAY),
        *_each(hours.weekdays * HOURS + hours.hours, WEEK * HOURS, OF_THE_HOUR_OF_WEEK),
        *(
            OF_A_STEP * (since >= step)
            for step in range(STEP_DAYS, length - SHORTEST_STEP_DAYS, STEP_DAYS)
        ),
        *_holidays(hours),
    ]
    if length >= YEAR_DAYS:
        columns += _waves(since / YEAR_DAYS, YEAR_HARMONICS, OF_THE_YEAR)
    return np.column_stack(columns).astype(np.float64)


def _waves(turns: Numbers, count: int, scale: float) -> list[Numbers]:
    """Return sines and cosines; the faster, the less they may bend."""
    return [
        scale / number * wave(2 * np.pi * number * turns)
        for number in range(1, count + 1)
        for wave in (np.sin, np.cos)
    ]


def _each(values: NDArray[np.int64], count: int, scale: float) -> list[Numbers]:
    return [scale * (values == value) for value in range(count)]


def _holidays(hours: Hours) -> list[Numbers]:
    """Return whether it is a holiday, and whether it is this one: what one does, others may do."""
    days, where = np.unique(hours.days, return_inverse=True)
    found = np.array([_named(date.fromordinal(day)) for day in days])[where]
    return [OF_A_HOLIDAY * (found != ""), *(OF_THIS_HOLIDAY * (found == one) for one in _names())]


def _named(day: date) -> str:
    return str(_of_year(day.year).get(day, ""))


@lru_cache
def _of_year(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("NL", years=year, language="en_US")


@lru_cache
def _names() -> list[str]:
    """Return the names of all holidays: 2025 has that of every fifth year too."""
    return sorted(set(_of_year(2025).values()))
