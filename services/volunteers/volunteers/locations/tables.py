"""The tables of locations, of the institutions they belong to, and of how both change."""

from datetime import date, datetime
from uuid import UUID

from shared.events.vocabulary import Province
from sqlalchemy import SmallInteger, Text
from sqlmodel import Field

from volunteers.locations.vocabulary import InstitutionForm, LocationChangeKind
from volunteers.persistence import Table


class Location(Table, table=True):
    """A place from which volunteers work. Names differ, whatever their capitals.

    `desks`: how many work there at once. From `closed_on` it works no more; `merged_into` is the
    location that its people went to.
    """

    location_id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    region: Province = Field(sa_type=Text)
    desks: int = Field(default=6, sa_type=SmallInteger)
    closed_on: date | None = None
    merged_into: UUID | None = Field(default=None, foreign_key="location.location_id")
    version: int = 1


class Institution(Table, table=True):
    """A member of the association, or the one foundation; it works from locations."""

    institution_id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    form: InstitutionForm = Field(sa_type=Text)
    first_day: date
    last_day: date | None = None
    merged_into: UUID | None = Field(default=None, foreign_key="institution.institution_id")


class LocationMembership(Table, table=True):
    """The days on which a location belongs to an institution; history stays."""

    __tablename__ = "location_membership"
    location_id: UUID = Field(primary_key=True, foreign_key="location.location_id")
    first_day: date = Field(primary_key=True)
    institution_id: UUID = Field(foreign_key="institution.institution_id")
    last_day: date | None = None


class LocationChange(Table, table=True):
    """A merge of a location into another, or its move to another institution, on a day.

    `into_id` is a location for a merge, an institution for a move. `done_at` None: still to come.
    """

    __tablename__ = "location_change"
    change_id: UUID = Field(primary_key=True)
    kind: LocationChangeKind = Field(sa_type=Text)
    location_id: UUID = Field(foreign_key="location.location_id")
    into_id: UUID
    on_day: date
    planned_at: datetime
    done_at: datetime | None = None
