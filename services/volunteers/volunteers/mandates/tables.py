"""The table of who may act where."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field

from volunteers.mandates.vocabulary import MandateRole
from volunteers.persistence import Table


class Mandate(Table, table=True):
    """On these days an account acts as a volunteer, or in a role for a location.

    `subject_hash` is the caller's (`shared.tokens.Caller`). A listener's mandate names a volunteer
    and no location, any other a location and no volunteer. `last_day` None: until further notice.
    """

    mandate_id: UUID = Field(primary_key=True)
    subject_hash: str = Field(sa_type=Text)
    role: MandateRole = Field(sa_type=Text)
    volunteer_id: UUID | None = Field(default=None, foreign_key="volunteer.volunteer_id")
    location_id: UUID | None = Field(default=None, foreign_key="location.location_id")
    first_day: date
    last_day: date | None = None
    made_at: datetime
