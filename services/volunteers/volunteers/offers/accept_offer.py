"""Accept an offer: take the place, by all rules."""

from datetime import datetime
from uuid import UUID

from prometheus_client import Counter
from shared.database import Connection

from volunteers.offers.close_offer import close_offer, find_offer
from volunteers.offers.rules import check_open
from volunteers.offers.tables import Offer
from volunteers.offers.withdraw_offers import withdraw_offers
from volunteers.shifts.take_place import take_place

ACCEPTED = Counter("volunteers_offers_accepted", "Places taken by those who were asked", ["reason"])

SELECT_ELSEWHERE = """
SELECT home_allowed AND shift.location_id <> volunteer.location_id FROM shift, volunteer
WHERE shift_id = $1 AND volunteer_id = $2
"""
SELECT_FULL = "SELECT filled >= needed FROM shift WHERE shift_id = $1"


async def accept_offer(connection: Connection, offer_id: UUID, now: datetime) -> Offer:
    """Take the place that was offered, and close the offer; the last place withdraws the others.

    A shift at another location is taken from home. Raises `OfferNotFound`, `OfferIsClosed`, and
    what taking a place is refused by.
    """
    offer = await find_offer(connection, offer_id)
    check_open(offer_id, offer.state, offer.expires_at, now)
    elsewhere = await connection.fetchval(SELECT_ELSEWHERE, offer.shift_id, offer.volunteer_id)
    # This locks the volunteer and the shift, in that order; offers are locked after both.
    await take_place(
        connection, offer.shift_id, offer.volunteer_id, source="offer", now=now, from_home=elsewhere
    )
    await close_offer(connection, offer, "accepted", now)
    if await connection.fetchval(SELECT_FULL, offer.shift_id):
        await withdraw_offers(connection, offer.shift_id, now)
    ACCEPTED.labels(offer.reason).inc()
    return offer
