"""The Amsterdam clock: shifts and days are planned on it; what is kept is UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY_HOURS = 24


def at_hour(day: date, hour: int) -> datetime:
    """Return the moment, in UTC, at which it is `hour` (0 to 24) o'clock in Amsterdam."""
    if hour == DAY_HOURS:
        day, hour = day + timedelta(days=1), 0
    return datetime.combine(day, time(hour), AMSTERDAM).astimezone(UTC)


def day_of(moment: datetime) -> date:
    """Return the date that it is in Amsterdam."""
    return moment.astimezone(AMSTERDAM).date()


def shown(moment: datetime) -> str:
    """Write a moment as people in the Netherlands read it: `2026-03-01 18:00 (Amsterdam)`."""
    return f"{moment.astimezone(AMSTERDAM):%Y-%m-%d %H:%M} (Amsterdam)"
