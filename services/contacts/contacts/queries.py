"""What contacts can be asked, and by whom: each answer holds what is within the asker's reach.

Somebody else's contact shows the quarter hour in which it began. It is shown from the quarter
hour after its end on, so that whoever looks every minute learns no more than that; and a cursor
is the id of a contact, for a number would count the contacts of the whole nation.
"""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from shared.database import Connection
from shared.http import Page
from shared.month import Month
from shared.reach import Reach
from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from contacts.rules.registration import quarter
from contacts.tables import Contact, MissedAttempt, Referral
from contacts.use_cases.correct_contact import ContactNotFound
from contacts.views import (
    ContactView,
    MissedAttemptView,
    ReferralView,
    Totals,
    as_seen_within,
    missed_as_seen_by_others,
    referral_as_seen_by_others,
)

T = TypeVar("T", Contact, MissedAttempt)
WHOSE = "SELECT volunteer_id FROM contact WHERE contact_id = $1"


async def require_own(connection: Connection, contact_id: UUID, reach: Reach) -> None:
    """Raise `ContactNotFound`, or `BeyondReach` for a contact that somebody else registered."""
    volunteer_id = await connection.fetchval(WHOSE, contact_id)
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
    return _contact(contact, reach)


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
    items = [_contact(row, reach) for row in rows[:limit]]
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
    items = [missed_as_seen_by_others(_missed(row)) for row in rows[:limit]]
    more = len(rows) > limit
    return Page(items=items, next_cursor=str(items[-1].attempt_id) if more else None)


async def list_referrals(
    session: AsyncSession, contact_id: UUID, reach: Reach, now: datetime
) -> Page[ReferralView]:
    """Return a contact's referrals; raises `ContactNotFound` and `BeyondReach`."""
    contact = await find_contact(session, contact_id, reach, now)
    query = select(Referral).where(Referral.contact_id == contact_id)
    rows = (await session.exec(query.order_by(col(Referral.partner)))).all()
    items = [ReferralView.model_validate(row.model_dump()) for row in rows]
    if not reach.is_own(contact.volunteer_id):
        items = [referral_as_seen_by_others(each) for each in items]
    return Page(items=items, next_cursor=None)


async def count_totals(session: AsyncSession, month: Month) -> Totals:
    """Count what began in a month: as much is read of the tables, however old they are."""
    begins, ends = month.begins, month.ends
    handled = (
        await session.exec(
            select(
                func.count(),
                func.count().filter(col(Contact.kind) == "conversation"),
                func.count().filter(~col(Contact.duty_verified)),
            ).where(col(Contact.started_at) >= begins, col(Contact.started_at) < ends)
        )
    ).one()
    missed = await session.exec(
        select(func.count()).where(
            col(MissedAttempt.offered_at) >= begins, col(MissedAttempt.offered_at) < ends
        )
    )
    referrals = await session.exec(
        select(func.count()).where(col(Referral.made_at) >= begins, col(Referral.made_at) < ends)
    )
    return Totals(
        month=str(month),
        contacts_handled=handled[0],
        conversations=handled[1],
        duty_not_verified=handled[2],
        contacts_missed=missed.one(),
        referrals_made=referrals.one(),
    )


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

    Each part is read by itself and no further than the page: a condition over all of them would
    read on and on for a location where little happens.
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
    """Say whether the quarter hour in which the contact ended is over."""
    return contact.ended_at < quarter(now)


def _contact(row: Contact, reach: Reach) -> ContactView:
    return as_seen_within(reach, ContactView.model_validate(row.model_dump()))


def _missed(row: MissedAttempt) -> MissedAttemptView:
    return MissedAttemptView.model_validate(row.model_dump())
