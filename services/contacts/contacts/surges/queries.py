"""Reads of prepared lines and of those that were opened."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.database import Connection, raw
from shared.http import Page
from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from contacts.queue.rules.expectation import longest_seconds
from contacts.surges.rules import NoSuchSurge
from contacts.surges.views import SurgeLineView, SurgeView
from contacts.tables import Surge

LIST_LINES = """
SELECT surge_line.*, surge_id FROM surge_line
    LEFT JOIN surge ON surge.line_id = surge_line.line_id AND until IS NULL
ORDER BY surge_line.region, surge_line.kind, surge_line.slug
"""
LIST_OPEN = "SELECT * FROM surge WHERE until IS NULL ORDER BY since, surge_id"
COUNT_NOW = """
SELECT count(*) FILTER (WHERE state IN ('waiting', 'offered')) AS waiting,
    min(arrived_at) FILTER (WHERE state IN ('waiting', 'offered') AND NOT given_back) AS first_at,
    count(*) FILTER (WHERE state = 'answered') AS in_conversation
FROM attempt WHERE surge_id = $1
"""
# Places of its shifts are what volunteers told; of the next day part only what has not begun.
COUNT_LISTENERS = """
SELECT coalesce(sum(filled) FILTER (WHERE starts_at <= $2), 0) AS accepted,
    coalesce(sum(filled) FILTER (WHERE starts_at > $2), 0) AS accepted_next,
    (SELECT count(*) FROM desk JOIN shift USING (shift_id)
        WHERE shift.surge_id = $1 AND desk.state <> 'absent' AND desk.gone_at IS NULL) AS present
FROM shift WHERE surge_id = $1 AND NOT cancelled AND ends_at > $2
"""


@dataclass(frozen=True, slots=True)
class SurgeNow:
    """A line's queue now, and its listeners: those wanted, with a place now and next, at a desk."""

    surge: SurgeView
    waiting: int
    longest_seconds: int
    in_conversation: int
    accepted: int
    accepted_next: int
    present: int


async def list_lines(session: AsyncSession) -> list[SurgeLineView]:
    """Return the prepared lines by region; there are no more than a few for each."""
    rows = await (await raw(session)).fetch(LIST_LINES)
    return [SurgeLineView(**row) for row in rows]


async def list_surges(session: AsyncSession, cursor: UUID | None, limit: int) -> Page[SurgeView]:
    """Return a page of the lines that were opened, the newest first."""
    order = (col(Surge.since), col(Surge.surge_id))
    query = select(Surge).order_by(*(one.desc() for one in order)).limit(limit + 1)
    if cursor:
        last = select(*order).where(col(Surge.surge_id) == cursor)
        query = query.where(tuple_(*order) < last.scalar_subquery())
    rows = (await session.exec(query)).all()
    items = [SurgeView.model_validate(row, from_attributes=True) for row in rows[:limit]]
    more = len(rows) > limit
    return Page(items=items, next_cursor=str(items[-1].surge_id) if more else None)


async def find_surge(connection: Connection, surge_id: UUID) -> SurgeView:
    """Return a line that was opened; raises NoSuchSurge."""
    row = await connection.fetchrow("SELECT * FROM surge WHERE surge_id = $1", surge_id)
    if row is None:
        raise NoSuchSurge(f"there is no line that was opened as {surge_id}")
    return SurgeView(**row)


async def list_open(connection: Connection, now: datetime) -> list[SurgeNow]:
    """Return the lines that are open, the first one first, each with its queue."""
    rows = await connection.fetch(LIST_OPEN)
    return [await look_at(connection, SurgeView(**row), now) for row in rows]


async def look_at(connection: Connection, surge: SurgeView, now: datetime) -> SurgeNow:
    """Return how a line's queue is now."""
    queue = await connection.fetchrow(COUNT_NOW, surge.surge_id)
    listeners = await connection.fetchrow(COUNT_LISTENERS, surge.surge_id, now)
    assert queue is not None
    assert listeners is not None
    return SurgeNow(
        surge=surge,
        waiting=queue["waiting"],
        longest_seconds=longest_seconds(queue["first_at"], now),
        in_conversation=queue["in_conversation"],
        **listeners,
    )
