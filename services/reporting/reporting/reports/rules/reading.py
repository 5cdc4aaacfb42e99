"""Which periods a role reads, and until when attempts are counted.

Each role that reads reports reads closed periods. Only coordinators read a month that runs or that
ended less than a week ago: up to the last midnight, rounded, and without what callers told. So the
numbers do not change within a day, and repeated reading does not reveal single callers.
"""

from collections.abc import Collection
from datetime import UTC, datetime, time

from shared.month import TIME_ZONE, Month, last_closed, month_at
from shared.refusals import Refusal
from shared.roles import Role

from reporting.books.periods import Period

READS_RUNNING = Role.COORDINATOR


class PeriodNotClosed(Refusal):
    """The period's figures are not disclosed yet, or not to this role."""

    status = 403


def reads_running(roles: Collection[Role]) -> bool:
    """Return whether one of the roles reads months that are not closed."""
    return READS_RUNNING in roles


def check_readable(period: Period, roles: Collection[Role], now: datetime) -> None:
    """Refuse a period that none of these roles may read; raises `PeriodNotClosed`."""
    runs = period.kind == "month" and period.first <= month_at(now)
    if period.closes <= now or (runs and reads_running(roles)):
        return
    day = period.closes.astimezone(TIME_ZONE).date()
    raise PeriodNotClosed(
        f"{period} is not closed: ask again from {day} on, or ask for {last_closed(now)} or a"
        " period before it"
    )


def counted_until(month: Month, now: datetime) -> datetime:
    """Return the end of counting, in UTC: the month's end, or the last midnight if earlier."""
    today = datetime.combine(now.astimezone(TIME_ZONE).date(), time(), TIME_ZONE)
    return min(month.ends, max(month.begins, today.astimezone(UTC)))
