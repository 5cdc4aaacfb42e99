"""What somebody has in each service, and how each operation asks for it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from shared.roles import Role

from tests import issuing
from tests.contacts.given import registration
from tests.http import own_pages
from tests.http.asking import Served
from tests.http.records_of_care import cases_of_care
from tests.volunteers.desk import an_interview

ANYBODY = issuing.header_for()
Ids = dict[str, str]


@dataclass
class Somebody:
    """A volunteer of a location, and the records that are theirs."""

    location: UUID
    person: UUID = field(default_factory=uuid4)
    ids: Ids = field(default_factory=dict)

    def header(self, *roles: Role) -> dict[str, str]:
        return issuing.header_for(*roles, person=self.person, locations=(self.location,))


@dataclass(frozen=True)
class Case:
    """How an operation asks for a record: a body or a form, a query and headers.

    `lists` names the id that a list must hide. `refused` is how somebody else's record is refused:
    an offer moves from one listener to the next, which is no matter of permission. With `own` there
    is no way to name somebody else's.
    """

    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    lists: str | None = None
    query: str = ""
    form: dict[str, Any] | None = None
    refused: tuple[int, str] = (403, "beyond-reach")
    own: bool = False


async def made(answer: httpx.Response) -> Any:
    assert answer.status_code == 201, answer.text
    return answer.json()


async def open_location(volunteers: Served, name: str) -> UUID:
    letters = "".join(chr(ord("a") + int(digit, 16)) for digit in uuid4().hex)
    body = {"name": f"{name} {letters}", "region": "Gelderland"}
    posted = volunteers.client.post("/v1/locations", json=body, headers=ANYBODY)
    return UUID((await made(await posted))["locationId"])


async def with_contacts(contacts: Served, one: Somebody) -> None:
    """Register a contact of theirs with a referral, and a missed attempt of their local line."""
    header = one.header(Role.LISTENER)
    posted = contacts.client.post("/v1/contacts", json=contact_of(one), headers=header)
    one.ids["contact_id"] = (await made(await posted))["contactId"]
    path = f"/v1/contacts/{one.ids['contact_id']}/referrals"
    await made(await contacts.client.post(path, json=REFERRAL, headers=header))
    posted = contacts.client.post("/v1/missed-attempts", json=missed_at(one), headers=header)
    one.ids["missed_id"] = (await made(await posted))["attemptId"]
    one.ids |= {"attempt_id": str(await offered_to(contacts, one)), "referral_id": str(uuid4())}


async def offered_to(contacts: Served, one: Somebody) -> UUID:
    """Offer an attempt to them; return it."""
    attempt_id = uuid4()
    async with contacts.app.state.database.commit() as connection:
        await connection.execute(OFFER, attempt_id, one.person, uuid4())
    return attempt_id


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


def contact_of(one: Somebody) -> dict[str, Any]:
    ids = {"volunteerId": str(one.person), "answeredAtLocationId": str(one.location)}
    return registration(channel="chat", **ids)


def missed_at(one: Somebody) -> dict[str, Any]:
    return {
        "channel": "telephone", "line": "local", "lineLocationId": str(one.location),
        "offeredAt": "2016-03-07T20:04:31Z", "waitedSeconds": 95, "reason": "abandoned",
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


ABSENCE = {"firstDay": "2026-12-24", "lastDay": "2027-01-02"}
WEEK = {"wishes": [1] * 42, "mostAWeek": 2, "mostNightsAMonth": 1, "fromHome": False}
OFFER = """
INSERT INTO attempt (attempt_id, channel, line, state, arrived_at, offered_to, offered_at,
    contact_id, token_hash, seal)
VALUES ($1, 'chat', 'national', 'offered', now(), $2, now(), $3, '', '')
"""
RISK = """
INSERT INTO risk (shift_id, hours, told_at, holes, waves, asked, accepted)
VALUES ($1, 24, now(), 3, 1, 1, 0) ON CONFLICT DO NOTHING
"""
ASKED = """
INSERT INTO offer (offer_id, shift_id, volunteer_id, reason, source_id, state, made_at, expires_at)
VALUES ($1, $2, $3, 'asked', $2, 'open', now(), now() + interval '1 hour')
"""
OFFER_GONE, NOT_YOURS = (409, "offer-gone"), (409, "not-your-chat")
DESK_STATE = {"shiftId": str(uuid4()), "state": "present"}
CHAT = {"kind": "silent", "outcome": "no_conversation"}
PERSON = {"name": "Iemand Verzonnen"}
REFERRAL = {"partner": "113online", "mode": "information"}
SOCKET = "WS /contacts/desk/socket"  # asked over a socket, in tests/contacts/test_chat_attacks.py
# For whoever acts for the nation; nobody's location is asked for (tests of each room).
OF_THE_NATION = (
    "POST /v1/locations", "POST /contacts/board/{channel}/closing",
    "POST /contacts/board/{channel}/opening",
    "POST /v1/institutions", "POST /v1/institutions/{institution_id}/merger",
    "POST /v1/location-changes", "DELETE /v1/location-changes/{change_id}",
    "POST /volunteers/organisation",
    "POST /volunteers/organisation/changes/{change_id}/withdrawal",
    # A file says whose records it brings: row by row, in the tests of imports.
    "POST /v1/imports/volunteers", "POST /v1/imports/shifts", "GET /volunteers/imports",
    "POST /volunteers/imports",
)  # fmt: skip
VEILIG_THUIS = {"partner": "veiligthuis", "mode": "information"}


def case(operation: str, of: Somebody) -> Case:
    """Return how an operation asks for a record of `of`; a new row that limits needs one here."""
    applied = {"channels": ["chat"], "lines": ["local"], "role": "trainee"}
    if (own := own_pages.asked(operation, of)) is not None:
        return Case(**own)
    return {
        "POST /v1/contacts": lambda: Case(contact_of(of)),
        "PUT /v1/contacts/{contact_id}": lambda: Case(contact_of(of), {"If-Match": '"1"'}),
        "GET /v1/contacts/{contact_id}": Case,
        "GET /v1/contacts": lambda: Case(lists="contact_id"),
        "GET /contacts/duty": lambda: Case(lists="location_id"),
        "GET /contacts/duty/live": lambda: Case(lists="location_id"),
        "GET /contacts/board": lambda: Case(lists="location_id"),
        "GET /contacts/board/live": lambda: Case(lists="location_id"),
        "GET /v1/missed-attempts": lambda: Case(lists="missed_id"),
        "GET /v1/desk": lambda: Case(lists="attempt_id"),
        "GET /contacts/desk": lambda: Case(own=True),
        "PUT /v1/desk": lambda: Case(DESK_STATE, own=True),
        "POST /v1/desk/attempts/{attempt_id}/answer": lambda: Case(refused=OFFER_GONE),
        "POST /v1/desk/attempts/{attempt_id}/pass": lambda: Case(refused=OFFER_GONE),
        "POST /v1/desk/attempts/{attempt_id}/end": lambda: Case(refused=NOT_YOURS),
        "PUT /v1/desk/attempts/{attempt_id}/registration": lambda: Case(CHAT, refused=NOT_YOURS),
        "POST /v1/desk/attempts/{attempt_id}/referrals": lambda: Case(REFERRAL, refused=NOT_YOURS),
        "POST /v1/desk/attempts/{attempt_id}/referrals/{referral_id}/connect": lambda: Case(
            refused=NOT_YOURS
        ),
        "DELETE /v1/desk": lambda: Case(own=True),
        "POST /v1/contacts/{contact_id}/referrals": lambda: Case(VEILIG_THUIS),
        "GET /v1/contacts/{contact_id}/referrals": Case,
        # Nobody's location yet: only who acts for the nation opens one (see below).
        "POST /v1/volunteers": lambda: Case({"locationId": str(of.location), **applied}),
        "GET /v1/volunteers": lambda: Case(lists="volunteer_id"),
        "GET /v1/volunteers/{volunteer_id}": Case,
        "GET /v1/volunteers/{volunteer_id}/steps": Case,
        "POST /v1/volunteers/{volunteer_id}/selection-interviews": lambda: Case(an_interview()),
        "POST /v1/volunteers/{volunteer_id}/mentor-sign-off": lambda: Case(
            {"mentorId": str(uuid4())}
        ),
        "GET /v1/mandates": lambda: Case(lists="mandate_id"),
        "POST /v1/mandates": lambda: Case(mandate_of(of)),
        "DELETE /v1/mandates/{mandate_id}": Case,
        "GET /v1/people/{person_id}": Case,
        "PUT /v1/people/{person_id}": lambda: Case(PERSON),
        "GET /v1/volunteers/{volunteer_id}/personal-data": Case,
        "DELETE /v1/volunteers/{volunteer_id}/personal-data": Case,
        "PUT /v1/volunteers/{volunteer_id}/mentor": lambda: Case({"mentorId": None}),
        # Done in the order of the table: the last lets them go.
        "POST /v1/volunteers/{volunteer_id}/pause": lambda: Case({}),
        "POST /v1/volunteers/{volunteer_id}/resumption": Case,
        "POST /v1/volunteers/{volunteer_id}/suspension": Case,
        "POST /v1/volunteers/{volunteer_id}/reinstatement": Case,
        "POST /v1/volunteers/{volunteer_id}/departure": Case,
        "GET /v1/cohorts": lambda: Case(lists="cohort_id"),
        "POST /v1/cohorts": lambda: Case(cohort_of(of)),
        "POST /v1/cohorts/{cohort_id}/volunteers": lambda: Case({"volunteerIds": [str(of.person)]}),
        # By the time of the list they have left.
        "GET /volunteers/people": lambda: Case(lists="volunteer_id", query="?state=left"),
        "GET /volunteers/people/{person_id}": Case,
        "POST /volunteers/people/{person_id}/contact": lambda: Case(form=PERSON),
        "POST /volunteers/people/{person_id}/interview": lambda: Case(form=interview_form()),
        "POST /volunteers/people/{person_id}/sign-off": lambda: Case(
            form={"mentorId": str(uuid4())}
        ),
        "POST /volunteers/people/{person_id}/step": lambda: Case(form={"step": "leave"}),
        "GET /volunteers/cohorts": lambda: Case(lists="cohort_id"),
        "POST /volunteers/cohorts": lambda: Case(form=cohort_of(of)),
        "POST /volunteers/cohorts/{cohort_id}/volunteers": lambda: Case(
            form={"volunteerIds": [str(of.person)]}
        ),
        "POST /volunteers/cohorts/{cohort_id}/attendance": lambda: Case(form=training_of(of)),
        "POST /v1/trainings": lambda: Case(training_of(of)),
        "GET /v1/trainings": lambda: Case(lists="training_id"),
        "GET /v1/trainings/{training_id}": Case,
        "POST /v1/shifts": lambda: Case(shift_of(of)),
        "GET /v1/shifts/{shift_id}": Case,
        "POST /v1/shifts/{shift_id}/places": lambda: Case(place_of(of)),
        "DELETE /v1/shifts/{shift_id}/places/{volunteer_id}": Case,
        "POST /v1/shifts/{shift_id}/waiting": lambda: Case({}, own=True),
        "DELETE /v1/shifts/{shift_id}/waiting": lambda: Case(own=True),
        "POST /v1/shifts/{shift_id}/standby": lambda: Case({"kind": "standby"}, own=True),
        "DELETE /v1/shifts/{shift_id}/standby": lambda: Case(own=True),
        "POST /v1/shifts/{shift_id}/cancellation": Case,
        "GET /v1/offers": lambda: Case(lists="offer_id"),
        "POST /v1/offers/{offer_id}/acceptance": Case,
        "POST /v1/offers/{offer_id}/refusal": Case,
        "POST /v1/shifts/{shift_id}/asking": lambda: Case({"volunteerIds": [str(of.person)]}),
        "POST /v1/shift-plans": lambda: Case(
            {"from": "2016-02-01", "until": "2016-02-01"}, own=True
        ),
        "GET /v1/risks": lambda: Case(lists="hole_id"),
        "GET /volunteers/at-risk": lambda: Case(lists="hole_id"),
        "POST /volunteers/demand": lambda: Case(
            form={"from": "2016-02-01", "until": "2016-02-01"}, own=True
        ),
        "GET /v1/presence": lambda: Case(query=f"?shift={of.ids['shift_id']}"),
        "GET /v1/shifts/{shift_id}/candidates": Case,
        "GET /v1/volunteers/{volunteer_id}/availability": Case,
        "PUT /v1/volunteers/{volunteer_id}/availability": lambda: Case(WEEK, {"If-Match": '"0"'}),
        "GET /v1/volunteers/{volunteer_id}/absences": Case,
        "POST /v1/volunteers/{volunteer_id}/absences": lambda: Case(ABSENCE),
        "DELETE /v1/volunteers/{volunteer_id}/absences/{absence_id}": Case,
        "GET /v1/swaps": lambda: Case(lists="swap_id"),
        "POST /v1/swaps": lambda: Case(takeover_of(of)),
        # It is open to whoever may take it: the rules decide, not whose it is.
        "POST /v1/swaps/{swap_id}/agreement": lambda: Case(refused=(409, "shifts-overlap")),
        "POST /v1/swaps/{swap_id}/refusal": Case,
        "POST /v1/swaps/{swap_id}/withdrawal": Case,
        "GET /v1/fixed-shifts": lambda: Case(lists="fixed_id"),
        "POST /v1/fixed-shifts": lambda: Case(fixed_of(of, "morning")),
        "DELETE /v1/fixed-shifts/{fixed_id}": Case,
        "GET /volunteers/board": lambda: Case(lists="location_id"),
        "GET /volunteers/board/live": lambda: Case(lists="location_id"),
        "POST /volunteers/board/asking": lambda: Case(form=on_board(of)),
        "POST /volunteers/board/day-asking": lambda: Case(form=on_board(of)),
        "POST /volunteers/board/place": lambda: Case(form=on_board(of)),
        "POST /volunteers/board/chain": lambda: Case(form=on_board(of)),
        "POST /v1/roster-proposals": lambda: Case(proposal_of(of)),
        "GET /v1/roster-proposals": lambda: Case(lists="proposal_id"),
        "GET /v1/roster-proposals/{proposal_id}": Case,
        "POST /v1/roster-proposals/{proposal_id}/stop": Case,
        "POST /v1/roster-proposals/{proposal_id}/acceptance": lambda: Case({}),
        "GET /volunteers/proposals": lambda: Case(lists="proposal_id"),
        "POST /volunteers/proposals": lambda: Case(form=proposal_of(of)),
        "GET /volunteers/proposals/{proposal_id}": Case,
        "GET /volunteers/proposals/{proposal_id}/live": Case,
        "POST /volunteers/proposals/{proposal_id}/stop": lambda: Case(form={}),
        "POST /volunteers/proposals/{proposal_id}/acceptance": lambda: Case(form={"all": "yes"}),
        "GET /volunteers/shifts": lambda: Case(query=f"?location={of.location}"),
        "POST /volunteers/shifts": lambda: Case(form=shift_of(of)),
        "GET /volunteers/shifts/{shift_id}/cancellation": Case,
        "POST /volunteers/shifts/{shift_id}/cancellation": Case,
        **cases_of_care(of, Case),
    }[operation]()
