"""Which day may be asked: one that has begun, and after the helpline began to count."""

from datetime import date, datetime, timedelta

from shared.refusals import BadInput

from reporting.days.rules.local_time import day_at, week_of

FIRST = date(2000, 1, 1)
WEEKS_OF_ESTIMATES = 8


class DayOutOfRange(BadInput):
    """The day has not begun yet, or is before the year 2000."""


def check_day(day: date, now: datetime) -> None:
    """Refuse a day that nothing can be told of; raises `DayOutOfRange`."""
    today = day_at(now)
    if not FIRST <= day <= today:
        raise DayOutOfRange(f"ask for a day from {FIRST} to today, {today}")


def days_of_week(day: date, now: datetime) -> list[date]:
    """Return the days of the day's week that have begun."""
    return [one for one in week_of(day) if one <= day_at(now)]


def days_of_estimates(day: date, now: datetime) -> list[date]:
    """Return the days that estimates are made of: eight weeks up to the end of the day's week.

    The day that runs is not among them, nor yesterday before noon: both are not known whole.
    """
    last = min(week_of(day)[-1], day_at(now - timedelta(hours=12)) - timedelta(days=1))
    return [last - timedelta(days=back) for back in reversed(range(7 * WEEKS_OF_ESTIMATES))]
