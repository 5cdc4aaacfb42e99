"""Our numbers, as they are kept."""

from datetime import date
from uuid import UUID

from shared.events.vocabulary import Organisation
from shared.http import View

from contacts.lines.rules import HeardOutside, Kind, OwnLine, write_hours


class LineView(View):
    """A number of ours: as it was given."""

    number: str
    kind: Kind
    location_id: UUID | None
    organisation: Organisation | None
    hours: str | None
    closed_days: list[date]
    heard_outside: HeardOutside


class LinesView(View):
    """All numbers of ours."""

    lines: list[LineView]


def line_view(line: OwnLine) -> LineView:
    """Return a line as it is shown."""
    return LineView(
        number=line.number,
        kind=line.kind,
        location_id=line.location_id,
        organisation=line.organisation,
        hours=None if line.hours is None else write_hours(line.hours),
        closed_days=list(line.closed_days),
        heard_outside=line.heard_outside,
    )
