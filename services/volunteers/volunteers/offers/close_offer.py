"""Find an offer, and close it with its answer."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection

from volunteers.offers.rules import OfferNotFound, check_open
from volunteers.offers.tables import Offer
from volunteers.offers.vocabulary import OfferState

SELECT_OFFER = "SELECT * FROM offer WHERE offer_id = $1"
# Of two answers at the same moment, the second waits here and then closes nothing.
CLOSE_OFFER = """
UPDATE offer SET state = $2, answered_at = $3 WHERE offer_id = $1 AND state = 'open' RETURNING true
"""


async def find_offer(connection: Connection, offer_id: UUID) -> Offer:
    """Return an offer as it is, without a lock; raises `OfferNotFound`."""
    row = await connection.fetchrow(SELECT_OFFER, offer_id)
    if row is None:
        raise OfferNotFound(f"there is no offer {offer_id}")
    return Offer(**row)


async def close_offer(
    connection: Connection, offer: Offer, state: OfferState, now: datetime
) -> None:
    """Record the answer to an offer that was read as open; raises `OfferIsClosed`."""
    if not await connection.fetchval(CLOSE_OFFER, offer.offer_id, state, now):
        changed = await find_offer(connection, offer.offer_id)
        check_open(offer.offer_id, changed.state, changed.expires_at, now)
    offer.state, offer.answered_at = state, now
