"""Which months a role reads, and until when attempts are counted.

Each role that reads reports reads closed months. Only coordinators read a month that runs or that
ended less than a week ago: up to the last midnight, and without what callers told. So the numbers
do not change within a day, and repeated reading does not reveal single callers.
"""

from collections.abc import Collection
from datetime import UTC, datetime, time

from shared.month import TIME_ZONE, Month, check_closed, last_closed, month_at
from shared.roles import Role

READS_RUNNING = Role.COORDINATOR


def newest_readable(roles: Collection[Role], now: datetime) -> Month:
    """Return the newest month that these roles may read."""
    return month_at(now) if READS_RUNNING in roles else last_closed(now)


def check_readable(month: Month, roles: Collection[Role], now: datetime) -> None:
    """Refuse a month that none of these roles may read; raises `MonthNotClosed`."""
    if month > newest_readable(roles, now):
        check_closed(month, now)


def is_closed(month: Month, now: datetime) -> bool:
    """Return whether the month is closed, so that its whole report is shown."""
    return month <= last_closed(now)


def counted_until(month: Month, now: datetime) -> datetime:
    """Return the end of counting, in UTC: the month's end, or the last midnight if earlier."""
    today = datetime.combine(now.astimezone(TIME_ZONE).date(), time(), TIME_ZONE)
    return min(month.ends, max(month.begins, today.astimezone(UTC)))
