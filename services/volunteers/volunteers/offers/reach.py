"""Whether an offer is within the reach of a request: it is answered by who was asked."""

from uuid import UUID

from shared.database import Connection
from shared.reach import Reach

from volunteers.offers.close_offer import find_offer


async def require_offer(connection: Connection, offer_id: UUID, reach: Reach) -> None:
    """Raise `OfferNotFound`, or `BeyondReach` for an offer to somebody else."""
    offer = await find_offer(connection, offer_id)
    reach.require(f"offer {offer_id}", person=offer.volunteer_id)
