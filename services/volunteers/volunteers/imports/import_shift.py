"""Import one shift, and who is in it."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import ValidationError
from shared.events.volunteers import ShiftOpened
from shared.outbox import record

from volunteers.admission.reach import require_volunteers
from volunteers.imports.importing import Importing, refusing
from volunteers.imports.rows import ShiftRow
from volunteers.imports.rules import FewerThanFilled, ShiftUnclear, UnknownReference
from volunteers.persistence import save
from volunteers.shifts.commands import FillPlace, OpenShift
from volunteers.shifts.events import shift_event
from volunteers.shifts.fill_place import fill_place
from volunteers.shifts.lock_shift import lock_shift
from volunteers.shifts.open_shift import open_shift
from volunteers.shifts.rules.day_parts import span_of

SELECT_SHIFT = """
SELECT shift_id FROM shift WHERE location_id = $1 AND starts_at = $2 AND channels = $3
AND cancelled_at IS NULL ORDER BY shift_id LIMIT 1
"""
CHANGED = ("needed", "experienced_needed", "team_only", "home_allowed")
LOCK_SHIFTS = """
SELECT shift_id FROM shift
WHERE location_id = ANY($1) AND starts_at = ANY($2) AND cancelled_at IS NULL
ORDER BY shift_id FOR NO KEY UPDATE
"""
SELECT_IN_SHIFT = "SELECT volunteer_id FROM place WHERE shift_id = $1"


async def lock_known_shifts(rows: Sequence[ShiftRow], importing: Importing) -> None:
    """Lock the shifts that rows may change, in the order of their ids; volunteers are locked."""
    names = {row.location.lower() for row in rows}
    places = [place for name, place in importing.locations.items() if name in names]
    starts = [span_of(row.date, row.day_part).starts_at for row in rows]
    await importing.connection.execute(LOCK_SHIFTS, places, starts)


async def import_shift(row: ShiftRow, importing: Importing) -> bool:
    """Import a shift, new or known, and its places by all rules; return whether it is new."""
    location_id = await importing.location(row.location, row.date)
    known: UUID | None = await importing.connection.fetchval(
        SELECT_SHIFT, location_id, span_of(row.date, row.day_part).starts_at, row.channels
    )
    wanted = _wanted(row, location_id)
    if known is None:
        shift_id = (await open_shift(importing.connection, wanted, importing.now)).shift_id
    else:
        shift_id = known
        await _change(wanted, known, importing)
    await _fill(row, shift_id, importing)
    return known is None


def _wanted(row: ShiftRow, location_id: UUID) -> OpenShift:
    with refusing("needed"):
        try:
            return OpenShift(
                location_id=location_id,
                date=row.date,
                day_part=row.day_part,
                channels=row.channels,
                needed=row.needed,
                experienced_needed=row.experienced_needed,
                team_only=row.team_only,
                home_allowed=row.home_allowed,
            )
        except ValidationError:
            raise ShiftUnclear(
                "experiencedNeeded is at most needed, and of teamOnly and homeAllowed one is yes"
            ) from None


async def _change(wanted: OpenShift, shift_id: UUID, importing: Importing) -> None:
    """Let a shift need more people, or fewer, or others."""
    shift = await lock_shift(importing.connection, shift_id)
    with refusing("needed"):
        if wanted.needed < shift.filled:
            raise FewerThanFilled(
                f"{shift.filled} places of shift {shift_id} are taken: release some first"
            )
    if all(getattr(shift, name) == getattr(wanted, name) for name in CHANGED):
        return
    for name in CHANGED:
        setattr(shift, name, getattr(wanted, name))
    shift.version += 1
    await save(importing.connection, [shift], *CHANGED, "version")
    await record(importing.connection, shift_event(ShiftOpened, shift, importing.now))


async def _fill(row: ShiftRow, shift_id: UUID, importing: Importing) -> None:
    """Give those their places who are not in the shift yet; of a past one, from its start."""
    found = await importing.connection.fetch(SELECT_IN_SHIFT, shift_id)
    there = {each["volunteer_id"] for each in found}
    span = span_of(row.date, row.day_part)
    filled_at = span.starts_at if span.starts_at <= importing.now else None
    for number, reference in enumerate(row.volunteers, 1):
        with refusing("volunteers"):
            volunteer_id = importing.known.get(reference)
            if volunteer_id is None:
                raise UnknownReference(
                    f"volunteer {number} of this row has a reference that nobody was imported by"
                )
            if volunteer_id not in there:
                await require_volunteers(importing.connection, [volunteer_id], importing.reach)
                command = FillPlace(volunteer_id=volunteer_id, filled_at=filled_at)
                await fill_place(importing.connection, shift_id, command, importing.now)
