"""After ten years nothing of volunteers reads a table that grows from end to end either."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from shared.pages import live
from shared.roles import Role
from volunteers.surges.ask_for_surges import asking_for_surges

from tests import issuing
from tests.growth import ten_years
from tests.growth.care import volunteers_cared_for
from tests.growth.desk import Desk, in_ten_years, nothing_grows, told
from tests.growth.filling import shifts_filled
from tests.growth.organisation import imported, organisation_changed
from tests.growth.own import own_pages_used
from tests.growth.people import people_looked_after
from tests.growth.plans import Asked
from tests.growth.rosters import holes_filled, rosters_proposed
from tests.platform import Platform
from tests.volunteers.desk import an_interview

TODAY = datetime.now(UTC).date()
NEWEST = UUID(int=ten_years.SHIFTS)  # it is in three days, and has a place
VOLUNTEER, NEIGHBOUR = UUID(int=1), UUID(int=26)
LOCATION, HOME = UUID(int=1), UUID(int=2)


async def trained(desk: Desk) -> None:
    """Let somebody apply, be trained, pause and leave."""
    await desk.ask("POST /v1/locations", json={"name": "Nieuw", "region": "Drenthe"})
    await desk.ask("GET /v1/locations")
    await desk.ask("GET /v1/locations/{location_id}", location_id=LOCATION)
    applied = {"locationId": str(LOCATION), "channels": ["telephone"], "lines": ["national"],
               "role": "listener"}  # fmt: skip
    volunteer = (await desk.ask("POST /v1/volunteers", json=applied))["volunteerId"]
    await desk.ask("GET /v1/volunteers", f"?cursor={VOLUNTEER}")
    await desk.ask("GET /v1/volunteers/{volunteer_id}", volunteer_id=volunteer)
    way = "/v1/volunteers/{volunteer_id}"
    await desk.ask(f"POST {way}/selection-interviews", volunteer_id=volunteer, json=an_interview())
    training = {"module": 1, "volunteerIds": [volunteer], "heldOn": str(TODAY)}
    held = await desk.ask("POST /v1/trainings", json=training)
    await desk.ask("GET /v1/trainings")
    await desk.ask("GET /v1/trainings/{training_id}", training_id=held["trainingId"])
    await desk.ask(f"POST {way}/mentor-sign-off", volunteer_id=volunteer,
                   json={"mentorId": str(uuid4())})  # fmt: skip
    await desk.ask(f"GET {way}/steps", volunteer_id=volunteer)
    await people_looked_after(desk, str(LOCATION), volunteer)


async def shifts_opened(desk: Desk) -> None:
    """Open shifts and look at them, as a program and on the page of a week."""
    shift = {"locationId": str(LOCATION), "date": str(TODAY + timedelta(days=9)),
             "dayPart": "morning", "channels": ["telephone"], "needed": 2}  # fmt: skip
    shift_id = (await desk.ask("POST /v1/shifts", json=shift))["shiftId"]
    for query in ("", "?open=true", f"?locationId={LOCATION}", f"?locationId={LOCATION}&open=true",
                  f"?from={TODAY}", f"?from={TODAY}&until={TODAY}&locationId={LOCATION}",
                  f"?until={TODAY}&cursor={NEWEST}", f"?cursor={NEWEST}"):  # fmt: skip
        await desk.ask("GET /v1/shifts", query)
    await desk.ask("GET /v1/shifts/{shift_id}", shift_id=NEWEST)
    places = "/v1/shifts/{shift_id}/places"
    await desk.ask(f"POST {places}", shift_id=shift_id, json={"volunteerId": str(VOLUNTEER)})
    await desk.ask(f"DELETE {places}/{{volunteer_id}}", shift_id=shift_id, volunteer_id=VOLUNTEER)
    await desk.ask("POST /v1/shifts/{shift_id}/cancellation", shift_id=shift_id)
    week, listener = "GET /volunteers/shifts", issuing.header_for(Role.LISTENER, person=VOLUNTEER)
    await desk.ask(week, f"?location={LOCATION}")
    await desk.ask(week, f"?location={LOCATION}&day={TODAY - timedelta(days=999)}")
    await desk.ask(week, headers=listener)
    await desk.ask("POST /volunteers/shifts", form=shift | {"idempotency_key": "once"})
    cancellation = "/volunteers/shifts/{shift_id}/cancellation"
    for method in ("GET", "POST"):
        await desk.ask(f"{method} {cancellation}", shift_id=NEWEST)


async def test_volunteers_costs_no_more_in_ten_years(
    grown: tuple[Platform, Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LONGEST_SECONDS", 0.05)
    platform, asked = grown
    desk = Desk(await in_ten_years(platform, "volunteers"), "volunteers")
    await trained(desk)
    await shifts_opened(desk)
    await shifts_filled(desk, str(HOME))
    await desk.ask("GET /v1/totals")
    await volunteers_cared_for(desk, HOME, VOLUNTEER)
    await own_pages_used(desk, HOME, VOLUNTEER, NEIGHBOUR)
    await told(platform, "volunteers")
    await asking_for_surges(desk.service.app.state.matching)(
        desk.service.database, datetime.now(UTC)
    )
    await holes_filled(desk, HOME, VOLUNTEER, NEIGHBOUR)
    await rosters_proposed(desk, HOME)
    await organisation_changed(desk, HOME)
    await imported(desk)
    assert not desk.left
    await nothing_grows(platform, "volunteers", asked)
