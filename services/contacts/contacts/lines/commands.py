"""What an operator says of our numbers."""

from typing import Annotated

from pydantic import Field
from shared.events.vocabulary import Organisation
from shared.http import Command
from shared.strict import Day, Id

from contacts.lines.rules import HeardOutside, Kind, OwnLine, read_hours


class KeepLine(Command):
    """A number of ours, in digits as it is called.

    `locationId` goes with the kind `local` only, `organisation` with `partner` only. `hours` are of
    Amsterdam, such as `1-5 09:00-17:30, 6 10:00-14:00` (1 is Monday); null: open day and night. On
    `closedDays` the line is closed. `heardOutside` is what the exchange plays then.
    """

    number: Annotated[str, Field(pattern=r"^[0-9]{2,15}$")]
    kind: Kind
    location_id: Id | None = None
    organisation: Organisation | None = None
    hours: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    closed_days: list[Day] = Field(default_factory=list, max_length=100)
    heard_outside: HeardOutside = "outside_hours"

    def line(self) -> OwnLine:
        """Return the line; raises LinesNotRight."""
        hours = None if self.hours is None else read_hours(self.hours)
        return OwnLine(**{**vars(self), "hours": hours, "closed_days": sorted(self.closed_days)})


class KeepLines(Command):
    """All numbers of ours."""

    lines: list[KeepLine] = Field(max_length=500)
