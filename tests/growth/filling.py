"""What is asked of those who fill shifts: places, waiting lists, swaps, fixed shifts."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.roles import Role
from volunteers.fixed_shifts.fill_fixed import fill_fixed
from volunteers.shifts.let_stay_on import let_stay_on
from volunteers.swaps.lapse_swaps import lapse_swaps

from tests import issuing

ONE, OTHER = UUID(int=1), UUID(int=26)  # of the same location


async def a_shift(desk: Any, location: UUID | str, ahead: int, needed: int = 1) -> str:
    """Open a shift so many days ahead; return its id."""
    day = (datetime.now(UTC) + timedelta(days=ahead)).date().isoformat()
    shift = {"locationId": str(location), "date": day, "dayPart": "afternoon",
             "channels": ["telephone"], "needed": needed}  # fmt: skip
    made: str = (await desk.ask("POST /v1/shifts", json=shift))["shiftId"]
    return made


async def shifts_filled(desk: Any, location: str) -> None:
    """Ask all that is asked of places by volunteers themselves, and let the clock do its work."""
    now = datetime.now(UTC)
    days = [(now + timedelta(days=ahead)).date().isoformat() for ahead in (20, 21)]
    me = issuing.header_for(Role.LISTENER, person=ONE)
    other = issuing.header_for(Role.LISTENER, person=OTHER)
    shifts = [await a_shift(desk, location, ahead) for ahead in (20, 21)]
    of = "/v1/shifts/{shift_id}"
    for person, shift_id in zip((ONE, OTHER), shifts, strict=True):
        place = {"volunteerId": str(person)}
        await desk.ask(f"POST {of}/places", shift_id=shift_id, json=place)
    for hope, body in (("waiting", {}), ("standby", {"kind": "standby"})):
        await desk.ask(f"POST {of}/{hope}", shift_id=shifts[1], json=body, headers=me)
        await desk.ask(f"DELETE {of}/{hope}", shift_id=shifts[1], headers=me)
    await desk.ask(f"DELETE {of}/places/{{volunteer_id}}", shift_id=shifts[1], volunteer_id=OTHER,
                   headers=other)  # fmt: skip
    await _swapped(desk, shifts[0], me, other)
    whose = "/v1/volunteers/{volunteer_id}"
    week = {"wishes": [1] * 42, "mostPerWeek": 2, "mostNightsPerMonth": 2, "fromHome": False}
    await desk.ask(f"GET {whose}/availability", volunteer_id=ONE)
    await desk.ask(f"PUT {whose}/availability", volunteer_id=ONE, json=week,
                   headers=me | {"If-Match": '"0"'})  # fmt: skip
    away = {"firstDay": days[0], "lastDay": days[1]}
    made = await desk.ask(f"POST {whose}/absences", volunteer_id=ONE, json=away)
    await desk.ask(f"GET {whose}/absences", volunteer_id=ONE)
    await desk.ask(f"DELETE {whose}/absences/{{absence_id}}", volunteer_id=ONE,
                   absence_id=made["absenceId"])  # fmt: skip
    fixed = {"volunteerId": str(ONE), "locationId": location, "channels": ["telephone"],
             "dayPart": "afternoon", "everyWeeks": 1, "firstDay": days[0]}  # fmt: skip
    fixed_id = (await desk.ask("POST /v1/fixed-shifts", json=fixed))["fixedId"]
    await desk.ask("GET /v1/fixed-shifts")
    for work in (fill_fixed, let_stay_on, lapse_swaps):
        await work(desk.service.database, now)
    await desk.ask("DELETE /v1/fixed-shifts/{fixed_id}", fixed_id=fixed_id)


async def _swapped(desk: Any, shift_id: str, me: dict[str, str], other: dict[str, str]) -> None:
    swap = {"legs": [{"volunteerId": str(ONE), "gives": shift_id}, {"takes": shift_id}]}
    for answer, who in (("withdrawal", me), ("refusal", me), ("agreement", other)):
        made = await desk.ask("POST /v1/swaps", json=swap, headers=me)
        path = f"POST /v1/swaps/{{swap_id}}/{answer}"
        await desk.ask(path, swap_id=made["swapId"], headers=who)
    for who in (me, None):
        await desk.ask("GET /v1/swaps", headers=who)
