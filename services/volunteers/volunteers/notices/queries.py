"""Reads of the browsers that take push."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.notices.tables import PushSubscription
from volunteers.notices.views import PushSubscriptionView


async def browsers(session: AsyncSession, person_id: UUID) -> list[PushSubscriptionView]:
    """Return which browsers of a person take push, the oldest first."""
    query = select(PushSubscription.subscription_id, PushSubscription.made_at).where(
        col(PushSubscription.person_id) == person_id
    )
    rows = (await session.exec(query.order_by(col(PushSubscription.made_at)))).all()
    return [PushSubscriptionView(subscription_id=one, made_at=made_at) for one, made_at in rows]
