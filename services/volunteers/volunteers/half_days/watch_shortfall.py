"""Tell volunteers in time that they will fall short of the half-days of the year."""

from datetime import date, datetime
from uuid import uuid4

from shared.database import Database

from volunteers.amsterdam import at_hour, day_of
from volunteers.half_days.counts import count_all
from volunteers.notices.tables import Notice
from volunteers.notices.want_notices import want_notices

TOLD_FROM_MONTH = 9  # four months are left to attend what is missing
TOLD_AT_HOUR = 9


async def watch_shortfall(database: Database, now: datetime) -> None:
    """From September on, tell each active volunteer once who will be short of half-days."""
    today = day_of(now)
    due_at = at_hour(date(today.year, TOLD_FROM_MONTH, 1), TOLD_AT_HOUR)
    if now < due_at:
        return
    expires_at = at_hour(date(today.year, 12, 31), 24)
    async with database.commit() as connection:
        found = await count_all(connection, today.year, None, None)
        notices = [
            Notice(
                notice_id=uuid4(), person_id=one.volunteer_id, kind="half_days_short",
                about_id=one.volunteer_id, due_at=due_at, expires_at=expires_at, next_at=due_at,
            )
            for one in found
            if one.state == "active" and one.half_days.shortfall
        ]  # fmt: skip
        await want_notices(connection, notices)
