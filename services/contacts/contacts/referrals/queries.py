"""A contact's referrals, within the asker's reach, and those of a chat."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.http import Page
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from contacts.referrals.views import ReferralView, referral_as_seen_by_others, referral_view
from contacts.registration.queries import find_contact
from contacts.tables import Referral

LIST_OF_ATTEMPT = "SELECT * FROM referral WHERE attempt_id = $1 ORDER BY made_at, partner"


async def list_referrals(
    session: AsyncSession, contact_id: UUID, reach: Reach, now: datetime
) -> Page[ReferralView]:
    """Return a contact's referrals; raises `ContactNotFound` and `BeyondReach`."""
    contact = await find_contact(session, contact_id, reach, now)
    query = select(Referral).where(Referral.contact_id == contact_id)
    rows = (await session.exec(query.order_by(col(Referral.partner)))).all()
    items = [referral_view(row.model_dump()) for row in rows]
    if not reach.is_own(contact.volunteer_id):
        items = [referral_as_seen_by_others(each) for each in items]
    return Page(items=items, next_cursor=None)


async def list_of_attempt(connection: Connection, attempt_id: UUID) -> list[ReferralView]:
    """Return the referrals that were made in a chat, whole, in the order in which they were made.

    They are for the desk of the listener whose chat it is, which the caller has seen to.
    """
    rows = await connection.fetch(LIST_OF_ATTEMPT, attempt_id)
    return [referral_view(dict(row)) for row in rows]
