"""Which months a role may read, and how much of them.

A closed month is for every role that reads reports. The months that run, and those that ended
less than a week ago, are for coordinators alone, up to the last midnight and without what a
caller told: nothing moves while somebody asks again and again.
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
    """Say whether the month's figures are told whole."""
    return month <= last_closed(now)


def counted_until(month: Month, now: datetime) -> datetime:
    """Return until when attempts are counted, in UTC: the month's end or the last midnight."""
    today = datetime.combine(now.astimezone(TIME_ZONE).date(), time(), TIME_ZONE)
    return min(month.ends, max(month.begins, today.astimezone(UTC)))
