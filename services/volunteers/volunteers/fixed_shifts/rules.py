"""On which days a fixed shift falls."""

from datetime import date, timedelta

from shared.refusals import NotFound, Refusal

WEEK = timedelta(days=7)


class FixedShiftNotFound(NotFound):
    """No fixed shift was agreed by this id."""


class FixedAlready(Refusal):
    """A volunteer has one fixed shift in a day part of a weekday."""


def falls_on(day: date, first_day: date, last_day: date | None, every_weeks: int) -> bool:
    """Tell whether a fixed shift falls on a day: every so many weeks, counted from its first day.

    Days are counted on the calendar, so that a change of the clock moves none.
    """
    if day < first_day or (last_day is not None and day > last_day):
        return False
    return (day - first_day) % (every_weeks * WEEK) == timedelta()
