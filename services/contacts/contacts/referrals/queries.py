"""A contact's referrals, within the asker's reach."""

from datetime import datetime
from uuid import UUID

from shared.http import Page
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from contacts.referrals.views import ReferralView, referral_as_seen_by_others, referral_view
from contacts.registration.queries import find_contact
from contacts.tables import Referral


async def list_referrals(
    session: AsyncSession, contact_id: UUID, reach: Reach, now: datetime
) -> Page[ReferralView]:
    """Return a contact's referrals; raises `ContactNotFound` and `BeyondReach`."""
    contact = await find_contact(session, contact_id, reach, now)
    query = select(Referral).where(Referral.contact_id == contact_id)
    rows = (await session.exec(query.order_by(col(Referral.partner)))).all()
    items = [referral_view(row) for row in rows]
    if not reach.is_own(contact.volunteer_id):
        items = [referral_as_seen_by_others(each) for each in items]
    return Page(items=items, next_cursor=None)
