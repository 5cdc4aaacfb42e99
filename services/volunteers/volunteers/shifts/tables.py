"""The tables of shifts, their places, and who waits or stands by for one.

The shift's row, which is locked, holds how many places are taken.
"""

from datetime import date, datetime
from uuid import UUID

from shared.events.vocabulary import Channel, Role
from sqlalchemy import ARRAY, SmallInteger, Text
from sqlmodel import Field

from volunteers.persistence import Table
from volunteers.shifts.rules.day_parts import DayPart, Span
from volunteers.shifts.vocabulary import PlaceSource, StandbyKind


class Shift(Table, table=True):
    """A day part at a location with places to fill. Aggregate; `filled` counts its places.

    A trainee's place beside a mentor comes on top and is not counted. `team_only`: for volunteers
    of the location. `home_allowed`: others may take a place from home. `planned`: opened from the
    demand. `fixed_checked_at`: when its fixed places were given. `surge_id`: opened for that surge.
    """

    shift_id: UUID = Field(primary_key=True)
    location_id: UUID = Field(foreign_key="location.location_id")
    day: date
    day_part: DayPart = Field(sa_type=Text)
    channels: list[Channel] = Field(sa_type=ARRAY(Text))
    starts_at: datetime
    ends_at: datetime
    needed: int
    filled: int = 0
    cancelled_at: datetime | None = None
    version: int = 1
    experienced_needed: int = Field(default=0, sa_type=SmallInteger)
    team_only: bool = False
    home_allowed: bool = False
    planned: bool = False
    fixed_checked_at: datetime | None = None
    surge_id: UUID | None = None

    @property
    def span(self) -> Span:
        """When the shift lasts."""
        return Span(self.starts_at, self.ends_at)


class Place(Table, table=True):
    """A place of a shift that a volunteer has taken; releasing it deletes the row."""

    shift_id: UUID = Field(primary_key=True, foreign_key="shift.shift_id")
    volunteer_id: UUID = Field(primary_key=True, foreign_key="volunteer.volunteer_id")
    role: Role = Field(sa_type=Text)
    filled_at: datetime
    source: PlaceSource = Field(default="coordinator", sa_type=Text)
    from_home: bool = False


class WaitingPlace(Table, table=True):
    """Somebody waits for a place of a full shift; who came first gets it first."""

    __tablename__ = "waiting_place"
    shift_id: UUID = Field(primary_key=True, foreign_key="shift.shift_id")
    volunteer_id: UUID = Field(primary_key=True, foreign_key="volunteer.volunteer_id")
    since: datetime
    from_home: bool = False


class Standby(Table, table=True):
    """Somebody stands by for a shift, or stays on from the shift before if nobody comes."""

    shift_id: UUID = Field(primary_key=True, foreign_key="shift.shift_id")
    volunteer_id: UUID = Field(primary_key=True, foreign_key="volunteer.volunteer_id")
    kind: StandbyKind = Field(sa_type=Text)
    since: datetime
