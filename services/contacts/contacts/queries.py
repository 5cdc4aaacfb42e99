"""What contacts can be asked."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from shared.http import Page, View
from shared.month import Month
from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from contacts.tables import Contact, MissedAttempt, Referral
from contacts.use_cases.correct_contact import ContactNotFound
from contacts.views import ContactView, MissedAttemptView, ReferralView, Totals

V = TypeVar("V", bound=View)


async def find_contact(session: AsyncSession, contact_id: UUID) -> ContactView:
    """Return one contact; raises ContactNotFound."""
    contact = await session.get(Contact, contact_id)
    if contact is None:
        raise ContactNotFound(f"there is no contact {contact_id}")
    return ContactView.model_validate(contact.model_dump())


async def list_contacts(
    session: AsyncSession, cursor: int, limit: int, duty_verified: bool | None
) -> Page[ContactView]:
    """Return contacts in the order of their registration."""
    query = select(Contact).where(Contact.position > cursor)
    if duty_verified is not None:
        query = query.where(Contact.duty_verified == duty_verified)
    rows = (await session.exec(query.order_by(col(Contact.position)).limit(limit))).all()
    return _page(ContactView, rows, limit)


async def list_missed(session: AsyncSession, cursor: int, limit: int) -> Page[MissedAttemptView]:
    """Return attempts that nobody answered, in the order of their registration."""
    query = select(MissedAttempt).where(MissedAttempt.position > cursor)
    rows = (await session.exec(query.order_by(col(MissedAttempt.position)).limit(limit))).all()
    return _page(MissedAttemptView, rows, limit)


async def list_referrals(session: AsyncSession, contact_id: UUID) -> Page[ReferralView]:
    """Return a contact's referrals."""
    await find_contact(session, contact_id)
    query = select(Referral).where(Referral.contact_id == contact_id)
    rows = (await session.exec(query.order_by(col(Referral.partner)))).all()
    items = [ReferralView.model_validate(row.model_dump()) for row in rows]
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


def _page(view: type[V], rows: Sequence[Contact] | Sequence[MissedAttempt], limit: int) -> Page[V]:
    items = [view.model_validate(row.model_dump()) for row in rows]
    more = str(rows[-1].position) if len(rows) == limit else None
    return Page(items=items, next_cursor=more)
