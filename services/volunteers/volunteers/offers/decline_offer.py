"""Decline an offer."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection

from volunteers.offers.close_offer import close_offer, find_offer
from volunteers.offers.rules import check_open
from volunteers.offers.tables import Offer


async def decline_offer(connection: Connection, offer_id: UUID, now: datetime) -> Offer:
    """Close an offer that somebody does not take; raises `OfferNotFound` and `OfferIsClosed`."""
    offer = await find_offer(connection, offer_id)
    check_open(offer_id, offer.state, offer.expires_at, now)
    await close_offer(connection, offer, "declined", now)
    return offer
