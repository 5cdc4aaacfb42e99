"""Reads of contacts and missed attempts: each answer holds what is within the asker's reach.

Somebody else's contact shows the quarter hour in which it began. It is shown only after the
quarter hour in which it ended, so that reading every minute tells no more than that. A cursor is
the id of a contact: a number would count the contacts of the whole nation.
"""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from shared.database import Connection
from shared.http import Page
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from contacts.registration.correct_contact import ContactNotFound
from contacts.registration.rules import quarter
from contacts.registration.views import (
    ContactView,
    MissedAttemptView,
    as_seen_within,
    contact_view,
    missed_as_seen_by_others,
    missed_attempt_view,
)
from contacts.tables import Contact, MissedAttempt

T = TypeVar("T", Contact, MissedAttempt)
FIND_VOLUNTEER = "SELECT volunteer_id FROM contact WHERE contact_id = $1"


async def require_own(connection: Connection, contact_id: UUID, reach: Reach) -> None:
    """Raise `ContactNotFound`, or `BeyondReach` for a contact that somebody else registered."""
    volunteer_id = await connection.fetchval(FIND_VOLUNTEER, contact_id)
    if volunteer_id is None:
        raise ContactNotFound(f"there is no contact {contact_id}")
    reach.require(f"contact {contact_id}", person=volunteer_id)


async def find_contact(
    session: AsyncSession, contact_id: UUID, reach: Reach, now: datetime
) -> ContactView:
    """Return one contact; raises `ContactNotFound` and `BeyondReach`."""
    contact = await session.get(Contact, contact_id)
    if contact is None or not (reach.is_own(contact.volunteer_id) or _is_past(contact, now)):
        raise ContactNotFound(f"there is no contact {contact_id}")
    reach.require(
        f"contact {contact_id}",
        person=contact.volunteer_id,
        location=contact.answered_at_location_id,
    )
    return as_seen_within(reach, contact_view(contact))


async def list_contacts(
    session: AsyncSession,
    reach: Reach,
    now: datetime,
    *,
    cursor: UUID | None,
    limit: int,
    duty_verified: bool | None,
) -> Page[ContactView]:
    """Return the contacts within reach in the order of their registration."""
    begin = _position_of(Contact.position, Contact.contact_id, cursor)
    conditions = [col(Contact.position) > begin]
    if duty_verified is not None:
        conditions.append(col(Contact.duty_verified) == duty_verified)
    rows = await _first(
        session, Contact, limit + 1, [sa.and_(part, *conditions) for part in _within(reach, now)]
    )
    items = [as_seen_within(reach, contact_view(row)) for row in rows[:limit]]
    more = len(rows) > limit
    return Page(items=items, next_cursor=str(items[-1].contact_id) if more else None)


async def list_missed(
    session: AsyncSession, reach: Reach, now: datetime, cursor: UUID | None, limit: int
) -> Page[MissedAttemptView]:
    """Return attempts that nobody answered, in the order of their registration.

    Those of the local lines within reach; those of other lines are the nation's.
    """
    begin = _position_of(MissedAttempt.position, MissedAttempt.attempt_id, cursor)
    is_past = col(MissedAttempt.offered_at) < quarter(now)
    parts = [is_past] if reach.everything else [
        is_past & (col(MissedAttempt.line_location_id) == one) for one in sorted(reach.locations)
    ]  # fmt: skip
    rows = await _first(
        session, MissedAttempt, limit + 1,
        [part & (col(MissedAttempt.position) > begin) for part in parts],
    )  # fmt: skip
    items = [missed_as_seen_by_others(missed_attempt_view(row)) for row in rows[:limit]]
    more = len(rows) > limit
    return Page(items=items, next_cursor=str(items[-1].attempt_id) if more else None)


def _within(reach: Reach, now: datetime) -> list[sa.ColumnElement[bool]]:
    """Return the parts of which somebody's contacts are made, each found by an index of its own."""
    is_past = col(Contact.ended_at) < quarter(now)
    locations = [] if reach.everything else sorted(reach.locations)
    parts: list[sa.ColumnElement[bool]]
    parts = [is_past & (col(Contact.answered_at_location_id) == one) for one in locations]
    if reach.everything:
        parts.append(is_past)
    if reach.person:
        parts.append(col(Contact.volunteer_id) == reach.person)
    return parts


def _position_of(position: Any, key: Any, cursor: UUID | None) -> Any:
    """Return where a page begins: behind the row of the cursor."""
    return select(position).where(key == cursor).scalar_subquery() if cursor else 0


async def _first(
    session: AsyncSession, table: type[T], limit: int, parts: list[sa.ColumnElement[bool]]
) -> list[T]:
    """Return the first rows of the union of the parts, in the order of their registration.

    Each part is read by itself and no further than the page: one condition over all parts would
    scan much of the table for a location with few contacts.
    """
    columns = sa.inspect(table).columns
    each = [
        sa.select(*columns).where(part).order_by(columns["position"]).limit(limit).subquery()
        for part in parts
    ]
    union = sa.union(*(sa.select(one) for one in each)).subquery()
    query = sa.select(union).order_by(union.c.position).limit(limit)
    found = await (await session.connection()).execute(query)
    return [table(**row._mapping) for row in found]


def _is_past(contact: Contact, now: datetime) -> bool:
    """Return whether the quarter hour in which the contact ended is over."""
    return contact.ended_at < quarter(now)
