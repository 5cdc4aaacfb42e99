"""Which days somebody sees: the control room the day that runs, a council closed days only.

A day is closed for a council from noon of the day after: what was registered late is in then.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from shared.roles import Role

from reporting.days.rules.local_time import DAYS_A_WEEK, day_at

SEES_TODAY = frozenset({Role.COORDINATOR, Role.ANALYST})
CLOSES_AFTER = timedelta(hours=12)


def sees_today(roles: Collection[Role]) -> bool:
    """Return whether one of these roles sees the day that runs."""
    return not SEES_TODAY.isdisjoint(roles)


def closed_days(now: datetime) -> list[date]:
    """Return the newest seven days that are closed, the oldest first."""
    newest = day_at(now - CLOSES_AFTER) - timedelta(days=1)
    return [newest - timedelta(days=back) for back in reversed(range(DAYS_A_WEEK))]
