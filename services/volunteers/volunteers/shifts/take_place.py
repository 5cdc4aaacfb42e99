"""Take a place of a shift. Every way to a place ends here or in a swap."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from shared.database import Connection

from volunteers.admission.lock_volunteer import lock_volunteer
from volunteers.admission.rules.completion import UnknownVolunteer
from volunteers.admission.tables import Volunteer
from volunteers.shifts.keep_places import keep_place
from volunteers.shifts.load_candidates import candidate_of, load_shifts_of
from volunteers.shifts.load_wanted import load_who_is_in, wanted_of
from volunteers.shifts.lock_shift import lock_shift
from volunteers.shifts.may_take import check_place
from volunteers.shifts.rules.places import Candidate, Wanted, check_not_begun, moment_of_filling
from volunteers.shifts.tables import Place, Shift
from volunteers.shifts.tell import tell
from volunteers.shifts.vocabulary import PlaceSource

# Who did not take the place themselves just now is told.
TOLD: frozenset[PlaceSource] = frozenset({"coordinator", "waiting_list", "fixed", "stay_on"})


async def take_place(
    connection: Connection, shift_id: UUID, volunteer_id: UUID,
    *, source: PlaceSource, now: datetime, from_home: bool = False,
) -> Place:  # fmt: skip
    """Give a volunteer a place where the rules allow it; locks the volunteer, then the shift.

    Raises what `may_take` lists, `ShiftNotFound`, `UnknownVolunteer`, `ShiftHasEnded` and, by
    oneself, `ShiftHasStarted`.
    """
    volunteer, shift = await lock_both(connection, volunteer_id, shift_id)
    return await give_place(
        connection, volunteer, shift, source=source, now=now, from_home=from_home
    )


async def give_place(
    connection: Connection, volunteer: Volunteer, shift: Shift,
    *, source: PlaceSource, now: datetime, from_home: bool = False,
    filled_at: datetime | None = None,
) -> Place:  # fmt: skip
    """Give a volunteer a place, where both rows are locked. `filled_at`: of a past shift, when."""
    candidate, wanted = await load_both(connection, volunteer, shift, now)
    check_place(candidate, replace(wanted, source=source, from_home=from_home))
    if source == "self":
        check_not_begun(shift.span, now)
    place = Place(
        shift_id=shift.shift_id,
        volunteer_id=volunteer.volunteer_id,
        role=candidate.role,
        filled_at=moment_of_filling(shift.span, filled_at, now),
        source=source,
        from_home=from_home,
    )
    await keep_place(connection, shift, place, now)
    if source in TOLD:
        await tell(
            connection, "place_given", shift, [volunteer.volunteer_id], now,
            while_it_lasts=source == "stay_on",
        )  # fmt: skip
    return place


async def lock_both(
    connection: Connection, volunteer_id: UUID, shift_id: UUID
) -> tuple[Volunteer, Shift]:
    """Return the volunteer and the shift, locked in this order.

    Raises `UnknownVolunteer` and `ShiftNotFound`.
    """
    volunteer = await lock_volunteer(connection, volunteer_id)
    if volunteer is None:
        raise UnknownVolunteer(f"volunteerId {volunteer_id} never applied")
    return volunteer, await lock_shift(connection, shift_id)


async def load_both(
    connection: Connection, volunteer: Volunteer, shift: Shift, now: datetime
) -> tuple[Candidate, Wanted]:
    """Return what the rules ask about a volunteer and a shift, whose rows are locked."""
    # Read after the volunteer is locked: no other request gives them a place meanwhile.
    shifts = await load_shifts_of(connection, [volunteer.volunteer_id], shift.span)
    candidate = candidate_of(volunteer, shifts[volunteer.volunteer_id])
    if shift.ends_at <= now:
        return candidate, replace(wanted_of(shift, ()), recorded=True)
    who = await load_who_is_in(connection, [shift.shift_id])
    return candidate, wanted_of(shift, who[shift.shift_id])
