"""A contact's referrals, within the asker's reach, and those of a chat."""

from collections.abc import Sequence
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

LIST_OF_ATTEMPTS = """
SELECT * FROM referral WHERE attempt_id = ANY ($1::uuid[]) ORDER BY made_at, partner
"""


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


async def list_of_attempts(
    connection: Connection, attempts: Sequence[UUID]
) -> dict[UUID, list[ReferralView]]:
    """Return the referrals that were made in these chats, whole, in the order of their making.

    They are for the desks of the listeners whose chats they are, which the caller has seen to.
    """
    found: dict[UUID, list[ReferralView]] = {attempt: [] for attempt in attempts}
    for row in await connection.fetch(LIST_OF_ATTEMPTS, attempts) if attempts else ():
        found[row["attempt_id"]].append(referral_view(dict(row)))
    return found
