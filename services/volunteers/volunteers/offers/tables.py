"""The table of offers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field

from volunteers.offers.vocabulary import OfferReason, OfferState
from volunteers.persistence import Table


class Offer(Table, table=True):
    """A place that somebody was asked to take. At most one is open for a volunteer and a shift.

    `source_id` is the proposal, the surge or, of at_risk and asked, the shift.
    """

    offer_id: UUID = Field(primary_key=True)
    shift_id: UUID = Field(foreign_key="shift.shift_id")
    volunteer_id: UUID = Field(foreign_key="volunteer.volunteer_id")
    reason: OfferReason = Field(sa_type=Text)
    source_id: UUID
    state: OfferState = Field(default="open", sa_type=Text)
    made_at: datetime
    expires_at: datetime
    answered_at: datetime | None = None
