"""The hours of days in Amsterdam, where the clock changes twice a year.

An hour is known by its number since 1970 (UTC); Amsterdam is whole hours ahead, so that an hour of
the one is an hour of the other.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from shared.month import TIME_ZONE

HOURS = 24
QUARTERS_AN_HOUR = 4
SECONDS_AN_HOUR = 3600


def midnight(day: date) -> datetime:
    """Return when a day of Amsterdam begins, in UTC."""
    return datetime.combine(day, time(), TIME_ZONE).astimezone(UTC)


def hour_number(moment: datetime) -> int:
    """Return the number of the hour since 1970 in which a moment lies."""
    return int(moment.timestamp()) // SECONDS_AN_HOUR


def clock(hour: int) -> tuple[date, int]:
    """Return the day and the hour, 0 to 23, that the clock in Amsterdam shows in an hour."""
    local = datetime.fromtimestamp(hour * SECONDS_AN_HOUR, TIME_ZONE)
    return local.date(), local.hour


def hours_of(day: date) -> range:
    """Return the numbers of the hours of a day: 23 in spring and 25 in autumn on one Sunday."""
    return range(hour_number(midnight(day)), hour_number(midnight(day + timedelta(days=1))))


def times_on_clock(day: date) -> list[int]:
    """Return how often the clock shows each of the 24 hours on a day: once, but 2:00 on two."""
    shown = Counter(clock(hour)[1] for hour in hours_of(day))
    return [shown[hour] for hour in range(HOURS)]


def by_clock(counts: Mapping[int, int]) -> dict[tuple[date, int], int]:
    """Return counts of hours since 1970 by the day and hour that the clock showed."""
    found: Counter[tuple[date, int]] = Counter()
    for hour, count in counts.items():
        found[clock(hour)] += count
    return found


def quarters(hours: Sequence[float]) -> list[float]:
    """Return the 96 quarter hours of 24 hours: a quarter of each."""
    return [hour / QUARTERS_AN_HOUR for hour in hours for _ in range(QUARTERS_AN_HOUR)]
