"""Days and hours of Amsterdam, and the quarter hours at which counts of help seekers change."""

from datetime import UTC, date, datetime, time, timedelta

from shared.month import TIME_ZONE

HOURS = 24
DAYS_A_WEEK = 7
QUARTER = timedelta(minutes=15)


def begins(day: date) -> datetime:
    """Return the first moment of a day of Amsterdam, in UTC."""
    return datetime.combine(day, time(), TIME_ZONE).astimezone(UTC)


def ends(day: date) -> datetime:
    """Return the first moment of the day after, in UTC."""
    return begins(day + timedelta(days=1))


def day_at(moment: datetime) -> date:
    """Return the day that it is in Amsterdam."""
    return moment.astimezone(TIME_ZONE).date()


def hour_at(moment: datetime) -> int:
    """Return the hour of the day that it is in Amsterdam, 0 to 23."""
    return moment.astimezone(TIME_ZONE).hour


def quarter_at(moment: datetime) -> datetime:
    """Return the beginning of the quarter hour of a moment, in UTC."""
    moment = moment.astimezone(UTC)
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def week_of(day: date) -> list[date]:
    """Return the seven days of a day's week, from Monday on."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=number) for number in range(DAYS_A_WEEK)]


def hours_of(day: date) -> list[datetime]:
    """Return the middle of each of the 24 hours of a day, in UTC.

    On the day that summer time begins the hour that is not there falls on the one after it; on the
    day that it ends the doubled hour is taken once.
    """
    return [
        datetime.combine(day, time(hour, 30), TIME_ZONE).astimezone(UTC) for hour in range(HOURS)
    ]
