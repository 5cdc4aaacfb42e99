"""Which offers can still be answered."""

from datetime import datetime
from uuid import UUID

from shared.refusals import NotFound, Refusal

from volunteers.amsterdam import shown
from volunteers.offers.vocabulary import OfferState

ANSWERED: dict[OfferState, str] = {
    "accepted": "was accepted before",
    "declined": "was declined before",
    "lapsed": "lapsed without an answer",
    "withdrawn": "was withdrawn: the place is no longer to be filled",
}


class OfferNotFound(NotFound):
    """No offer was made by this id."""


class OfferIsClosed(Refusal):
    """An offer is answered once, while it is open."""


class AskedAlready(Refusal):
    """Somebody is asked for a shift once, while the offer is open."""


def check_open(offer_id: UUID, state: OfferState, expires_at: datetime, now: datetime) -> None:
    """Refuse an answer to an offer that was answered, was withdrawn, or has expired."""
    if state != "open":
        raise OfferIsClosed(
            f"offer {offer_id} {ANSWERED[state]}: choose an open shift and take a place there"
        )
    if expires_at <= now:
        raise OfferIsClosed(
            f"offer {offer_id} was open until {shown(expires_at)}: if the shift still has a place, "
            "take that"
        )
