"""What a volunteer has in the service of volunteers, and how each operation asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import httpx
from shared.roles import Role

from tests import issuing
from tests.volunteers.desk import an_interview

if TYPE_CHECKING:  # that module takes the cases of this one
    from tests.http.asking import Served
    from tests.http.records import Case, Somebody

ANYBODY = issuing.header_for()
ABSENCE = {"firstDay": "2026-12-24", "lastDay": "2027-01-02"}
WEEK = {"wishes": [1] * 42, "mostPerWeek": 2, "mostNightsPerMonth": 1, "fromHome": False}
PERSON = {"name": "Iemand Verzonnen"}
RISK = """
INSERT INTO risk (shift_id, hours, told_at, holes, waves, asked, accepted)
VALUES ($1, 24, now(), 3, 1, 1, 0) ON CONFLICT DO NOTHING
"""
ASKED = """
INSERT INTO offer (offer_id, shift_id, volunteer_id, reason, source_id, state, made_at, expires_at)
VALUES ($1, $2, $3, 'asked', $2, 'open', now(), now() + interval '1 hour')
"""


async def made(answer: httpx.Response) -> Any:
    assert answer.status_code == 201, answer.text
    return answer.json()


async def with_shifts(volunteers: Served, one: Somebody) -> None:
    """Let them apply, be interviewed, trained and signed off, and take a place of a shift."""

    async def post(path: str, **body: Any) -> Any:
        return await made(await volunteers.client.post(path, json=body, headers=ANYBODY))

    applied = {"channels": ["chat"], "lines": ["local"], "role": "trainee"}
    joined = await post("/v1/volunteers", locationId=str(one.location), **applied)
    one.person = UUID(joined["volunteerId"])
    await post(f"/v1/volunteers/{one.person}/selection-interviews", **an_interview())
    for module in range(1, 14):
        training = await post("/v1/trainings", **training_of(one, module))
    await post(f"/v1/volunteers/{one.person}/mentor-sign-off", mentorId=str(uuid4()))
    shift = await post("/v1/shifts", **shift_of(one))
    await post(f"/v1/shifts/{shift['shiftId']}/places", **place_of(one))
    one.ids |= {"volunteer_id": str(one.person), "location_id": str(one.location)}
    one.ids |= {"shift_id": shift["shiftId"], "training_id": training["trainingId"]}
    proposal = await post("/v1/roster-proposals", **proposal_of(one))
    one.ids["proposal_id"] = proposal["proposalId"]
    one.ids |= {"person_id": str(one.person)}
    await volunteers.client.put(f"/v1/people/{one.person}", json=PERSON, headers=ANYBODY)
    one.ids["cohort_id"] = (await post("/v1/cohorts", **cohort_of(one)))["cohortId"]
    one.ids["mandate_id"] = (await post("/v1/mandates", **mandate_of(one)))["mandateId"]
    await with_a_hole(volunteers, one)
    await with_plans(volunteers, one)


async def with_a_hole(volunteers: Served, one: Somebody) -> None:
    """Open a shift of tomorrow at their location, which was told to have a hole, and ask them."""
    tomorrow = f"{datetime.now(UTC).date() + timedelta(days=1)}"
    body = shift_of(one) | {"date": tomorrow, "dayPart": "evening"}
    posted = await volunteers.client.post("/v1/shifts", json=body, headers=ANYBODY)
    one.ids |= {"hole_id": (await made(posted))["shiftId"], "offer_id": str(uuid4())}
    hole, offer = UUID(one.ids["hole_id"]), UUID(one.ids["offer_id"])
    async with volunteers.app.state.database.commit() as connection:
        await connection.execute(RISK, hole)
        await connection.execute(ASKED, offer, hole, one.person)


async def with_plans(volunteers: Served, one: Somebody) -> None:
    """Let them take a place of a shift to come, offer it for a takeover, and fix another."""
    coming = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    body = shift_of(one) | {"date": coming}
    posted = volunteers.client.post("/v1/shifts", json=body, headers=ANYBODY)
    one.ids["coming_id"] = (await made(await posted))["shiftId"]

    async def post(path: str, body: dict[str, Any]) -> Any:
        header = one.header(Role.LISTENER)
        return await made(await volunteers.client.post(path, json=body, headers=header))

    place = {"volunteerId": str(one.person)}
    await post(f"/v1/shifts/{one.ids['coming_id']}/places", place)
    one.ids["swap_id"] = (await post("/v1/swaps", takeover_of(one)))["swapId"]
    absent = await post(f"/v1/volunteers/{one.person}/absences", ABSENCE)
    one.ids["absence_id"] = absent["absenceId"]
    one.ids["fixed_id"] = (await post("/v1/fixed-shifts", fixed_of(one)))["fixedId"]


def takeover_of(one: Somebody) -> dict[str, Any]:
    shift_id = one.ids["coming_id"]
    return {"legs": [{"volunteerId": str(one.person), "gives": shift_id}, {"takes": shift_id}]}


def fixed_of(one: Somebody, part: str = "evening") -> dict[str, Any]:
    return {
        "volunteerId": str(one.person), "locationId": str(one.location), "channels": ["chat"],
        "dayPart": part, "everyWeeks": 2, "firstDay": "2026-11-02",
    }  # fmt: skip


def shift_of(one: Somebody) -> dict[str, Any]:
    return {
        "locationId": str(one.location), "date": "2016-02-01", "dayPart": "morning",
        "channels": ["chat"], "needed": 3,
    }  # fmt: skip


def proposal_of(one: Somebody) -> dict[str, Any]:
    """Ask for days without a shift: no solver is started."""
    day = f"{datetime.now(UTC).date() + timedelta(days=7)}"
    return {"firstDay": day, "lastDay": day, "locationIds": [str(one.location)], "seconds": 1}


def training_of(one: Somebody, module: int = 1) -> dict[str, Any]:
    return {"module": module, "volunteerIds": [str(one.person)], "heldOn": "2015-03-01"}


def interview_form() -> dict[str, Any]:
    held = an_interview()
    return {"heldOn": held["heldOn"], "outcome": held["outcome"], **held["scores"]}


def cohort_of(one: Somebody) -> dict[str, Any]:
    return {
        "locationId": str(one.location), "firstDay": "2015-02-01", "lastDay": "2015-05-01",
        "places": 12,
    }  # fmt: skip


def mandate_of(one: Somebody) -> dict[str, Any]:
    return {
        "subject": str(uuid4()), "role": "coordinator", "locationId": str(one.location),
        "firstDay": "2016-01-01",
    }  # fmt: skip


def on_board(one: Somebody) -> dict[str, Any]:
    """Return what any button of the board sends: the chain is with a volunteer nobody knows."""
    return {
        "day": "2016-02-01", "location": str(one.location), "shift": one.ids["hole_id"],
        "volunteer": str(one.person), "chain": f"{one.person}:{one.ids['coming_id']}:{uuid4()}",
    }  # fmt: skip


def place_of(one: Somebody) -> dict[str, Any]:
    return {"volunteerId": str(one.person), "filledAt": "2016-01-01T10:00:00Z"}


def cases_of_volunteers(of: Somebody, case: type[Case]) -> dict[str, Callable[[], Case]]:
    """Return the operations on volunteers and shifts, for `records.case`."""
    applied = {"channels": ["chat"], "lines": ["local"], "role": "trainee"}
    return {
        # Nobody's location yet: only who acts for the nation opens one (see below).
        "POST /v1/volunteers": lambda: case({"locationId": str(of.location), **applied}),
        "GET /v1/volunteers": lambda: case(lists="volunteer_id"),
        "GET /v1/volunteers/{volunteer_id}": case,
        "GET /v1/volunteers/{volunteer_id}/steps": case,
        "POST /v1/volunteers/{volunteer_id}/selection-interviews": lambda: case(an_interview()),
        "POST /v1/volunteers/{volunteer_id}/mentor-sign-off": lambda: case(
            {"mentorId": str(uuid4())}
        ),
        "GET /v1/mandates": lambda: case(lists="mandate_id"),
        "POST /v1/mandates": lambda: case(mandate_of(of)),
        "DELETE /v1/mandates/{mandate_id}": case,
        "GET /volunteers/mandates": lambda: case(lists="mandate_id"),
        "POST /volunteers/mandates": lambda: case(form=mandate_of(of)),
        "POST /volunteers/mandates/{mandate_id}/end": lambda: case(form={}),
        "GET /v1/people/{person_id}": case,
        "PUT /v1/people/{person_id}": lambda: case(PERSON),
        "GET /v1/volunteers/{volunteer_id}/personal-data": case,
        "DELETE /v1/volunteers/{volunteer_id}/personal-data": case,
        "PUT /v1/volunteers/{volunteer_id}/mentor": lambda: case({"mentorId": None}),
        "POST /v1/volunteers/{volunteer_id}/pause": lambda: case({}),
        "POST /v1/volunteers/{volunteer_id}/resumption": case,
        "POST /v1/volunteers/{volunteer_id}/suspension": case,
        "POST /v1/volunteers/{volunteer_id}/reinstatement": case,
        "POST /v1/volunteers/{volunteer_id}/departure": case,
        "GET /v1/cohorts": lambda: case(lists="cohort_id"),
        "POST /v1/cohorts": lambda: case(cohort_of(of)),
        "POST /v1/cohorts/{cohort_id}/volunteers": lambda: case({"volunteerIds": [str(of.person)]}),
        "GET /volunteers/people": lambda: case(lists="volunteer_id"),
        "GET /volunteers/people/{person_id}": case,
        "POST /volunteers/people/{person_id}/contact": lambda: case(form=PERSON),
        "POST /volunteers/people/{person_id}/interview": lambda: case(form=interview_form()),
        "POST /volunteers/people/{person_id}/sign-off": lambda: case(
            form={"mentorId": str(uuid4())}
        ),
        "POST /volunteers/people/{person_id}/mentor": lambda: case(form={"mentor": ""}),
        "POST /volunteers/people/{person_id}/step": lambda: case(form={"step": "resume"}),
        "GET /volunteers/people/{person_id}/data.json": case,
        "GET /volunteers/people/{person_id}/erasure": case,
        "POST /volunteers/people/{person_id}/erasure": lambda: case(form={}),
        "GET /volunteers/cohorts": lambda: case(lists="cohort_id"),
        "POST /volunteers/cohorts": lambda: case(form=cohort_of(of)),
        "POST /volunteers/cohorts/{cohort_id}/volunteers": lambda: case(
            form={"volunteerIds": [str(of.person)]}
        ),
        "POST /volunteers/cohorts/{cohort_id}/attendance": lambda: case(form=training_of(of)),
        "POST /v1/trainings": lambda: case(training_of(of)),
        "GET /v1/trainings": lambda: case(lists="training_id"),
        "GET /v1/trainings/{training_id}": case,
        "POST /v1/shifts": lambda: case(shift_of(of)),
        "GET /v1/shifts/{shift_id}": case,
        "POST /v1/shifts/{shift_id}/places": lambda: case(place_of(of)),
        "DELETE /v1/shifts/{shift_id}/places/{volunteer_id}": case,
        "POST /v1/shifts/{shift_id}/waiting": lambda: case({}, own=True),
        "DELETE /v1/shifts/{shift_id}/waiting": lambda: case(own=True),
        "POST /v1/shifts/{shift_id}/standby": lambda: case({"kind": "standby"}, own=True),
        "DELETE /v1/shifts/{shift_id}/standby": lambda: case(own=True),
        "POST /v1/shifts/{shift_id}/cancellation": case,
        "GET /v1/offers": lambda: case(lists="offer_id"),
        "POST /v1/offers/{offer_id}/acceptance": case,
        "POST /v1/offers/{offer_id}/refusal": case,
        "POST /v1/shifts/{shift_id}/asking": lambda: case({"volunteerIds": [str(of.person)]}),
        "POST /v1/shift-plans": lambda: case(
            {"from": "2016-02-01", "until": "2016-02-01"}, own=True
        ),
        "GET /v1/risks": lambda: case(lists="hole_id"),
        "GET /volunteers/at-risk": lambda: case(lists="hole_id"),
        "POST /volunteers/demand": lambda: case(
            form={"from": "2016-02-01", "until": "2016-02-01"}, own=True
        ),
        "GET /volunteers/presence": lambda: case(own=True),
        "GET /volunteers/presence/live": lambda: case(own=True),
        "GET /v1/presence": lambda: case(query=f"?shift={of.ids['shift_id']}"),
        "GET /v1/shifts/{shift_id}/candidates": case,
        "GET /v1/volunteers/{volunteer_id}/availability": case,
        "PUT /v1/volunteers/{volunteer_id}/availability": lambda: case(WEEK, {"If-Match": '"0"'}),
        "GET /v1/volunteers/{volunteer_id}/absences": case,
        "POST /v1/volunteers/{volunteer_id}/absences": lambda: case(ABSENCE),
        "DELETE /v1/volunteers/{volunteer_id}/absences/{absence_id}": case,
        "GET /v1/swaps": lambda: case(lists="swap_id"),
        "POST /v1/swaps": lambda: case(takeover_of(of)),
        # It is open to whoever may take it: the rules decide, not whose it is.
        "POST /v1/swaps/{swap_id}/agreement": lambda: case(refused=(409, "shifts-overlap")),
        "POST /v1/swaps/{swap_id}/refusal": case,
        "POST /v1/swaps/{swap_id}/withdrawal": case,
        "GET /v1/fixed-shifts": lambda: case(lists="fixed_id"),
        "POST /v1/fixed-shifts": lambda: case(fixed_of(of, "morning")),
        "DELETE /v1/fixed-shifts/{fixed_id}": case,
        "GET /volunteers/board": lambda: case(lists="location_id"),
        "GET /volunteers/board/live": lambda: case(lists="location_id"),
        "POST /volunteers/board/asking": lambda: case(form=on_board(of)),
        "POST /volunteers/board/day-asking": lambda: case(form=on_board(of)),
        "POST /volunteers/board/place": lambda: case(form=on_board(of)),
        "POST /volunteers/board/chain": lambda: case(form=on_board(of)),
        "POST /v1/roster-proposals": lambda: case(proposal_of(of)),
        "GET /v1/roster-proposals": lambda: case(lists="proposal_id"),
        "GET /v1/roster-proposals/{proposal_id}": case,
        "POST /v1/roster-proposals/{proposal_id}/stop": case,
        "POST /v1/roster-proposals/{proposal_id}/acceptance": lambda: case({}),
        "GET /volunteers/proposals": lambda: case(lists="proposal_id"),
        "POST /volunteers/proposals": lambda: case(form=proposal_of(of)),
        "GET /volunteers/proposals/{proposal_id}": case,
        "GET /volunteers/proposals/{proposal_id}/live": case,
        "POST /volunteers/proposals/{proposal_id}/stop": lambda: case(form={}),
        "POST /volunteers/proposals/{proposal_id}/acceptance": lambda: case(form={"all": "yes"}),
        "GET /volunteers/shifts": lambda: case(query=f"?location={of.location}"),
        "POST /volunteers/shifts": lambda: case(form=shift_of(of)),
        "GET /volunteers/shifts/{shift_id}/cancellation": case,
        "POST /volunteers/shifts/{shift_id}/cancellation": case,
    }
