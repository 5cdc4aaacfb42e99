"""Every endpoint and role, with somebody else's record: a row of own records opens no other.

Two people at two locations: each asks for what is the other's, and is refused; then for the same
as its owner, and is answered, so that no refusal here is for another reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from shared.reach import Reach
from shared.roles import ALL, OWN, OWN_LOCATIONS, Role

from tests import issuing
from tests.contacts.given import registration
from tests.http.asking import SERVICES, Served, is_problem
from tests.http.conftest import Serve

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

    `lists` names the id that a list must hide.
    """

    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    lists: str | None = None
    query: str = ""
    form: dict[str, Any] | None = None


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
    one.ids["attempt_id"] = (await made(await posted))["attemptId"]


async def with_shifts(volunteers: Served, one: Somebody) -> None:
    """Let them apply, be trained and signed off, and take a place of a shift."""

    async def post(path: str, **body: Any) -> Any:
        return await made(await volunteers.client.post(path, json=body, headers=ANYBODY))

    applied = {"channels": ["chat"], "lines": ["local"], "role": "trainee"}
    joined = await post("/v1/volunteers", locationId=str(one.location), **applied)
    one.person = UUID(joined["volunteerId"])
    for module in range(1, 14):
        training = await post("/v1/trainings", **training_of(one, module))
    await post(f"/v1/volunteers/{one.person}/mentor-sign-off", mentorId=str(uuid4()))
    shift = await post("/v1/shifts", **shift_of(one))
    await post(f"/v1/shifts/{shift['shiftId']}/places", **place_of(one))
    one.ids |= {"volunteer_id": str(one.person), "location_id": str(one.location)}
    one.ids |= {"shift_id": shift["shiftId"], "training_id": training["trainingId"]}


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


def training_of(one: Somebody, module: int = 1) -> dict[str, Any]:
    return {"module": module, "volunteerIds": [str(one.person)], "heldOn": "2015-03-01"}


def place_of(one: Somebody) -> dict[str, Any]:
    return {"volunteerId": str(one.person), "filledAt": "2016-01-01T10:00:00Z"}


REFERRAL = {"partner": "113online", "mode": "information"}
VEILIG_THUIS = {"partner": "veiligthuis", "mode": "information"}


def case(operation: str, of: Somebody) -> Case:
    """Return how an operation asks for a record of `of`; a new row that limits needs one here."""
    applied = {"channels": ["chat"], "lines": ["local"], "role": "trainee"}
    return {
        "POST /v1/contacts": lambda: Case(contact_of(of)),
        "PUT /v1/contacts/{contact_id}": lambda: Case(contact_of(of), {"If-Match": '"1"'}),
        "GET /v1/contacts/{contact_id}": Case,
        "GET /v1/contacts": lambda: Case(lists="contact_id"),
        "GET /contacts/duty": lambda: Case(lists="location_id"),
        "GET /contacts/duty/live": lambda: Case(lists="location_id"),
        "GET /v1/missed-attempts": lambda: Case(lists="attempt_id"),
        "POST /v1/contacts/{contact_id}/referrals": lambda: Case(VEILIG_THUIS),
        "GET /v1/contacts/{contact_id}/referrals": Case,
        # Nobody's location yet: only who acts for the nation opens one (see below).
        "POST /v1/volunteers": lambda: Case({"locationId": str(of.location), **applied}),
        "GET /v1/volunteers": lambda: Case(lists="volunteer_id"),
        "GET /v1/volunteers/{volunteer_id}": Case,
        "POST /v1/volunteers/{volunteer_id}/mentor-sign-off": lambda: Case(
            {"mentorId": str(uuid4())}
        ),
        "POST /v1/trainings": lambda: Case(training_of(of)),
        "GET /v1/trainings": lambda: Case(lists="training_id"),
        "GET /v1/trainings/{training_id}": Case,
        "POST /v1/shifts": lambda: Case(shift_of(of)),
        "GET /v1/shifts/{shift_id}": Case,
        "POST /v1/shifts/{shift_id}/places": lambda: Case(place_of(of)),
        "DELETE /v1/shifts/{shift_id}/places/{volunteer_id}": Case,
        "POST /v1/shifts/{shift_id}/cancellation": Case,
        "GET /volunteers/shifts": lambda: Case(query=f"?location={of.location}"),
        "POST /volunteers/shifts": lambda: Case(form=shift_of(of)),
        "GET /volunteers/shifts/{shift_id}/cancellation": Case,
        "POST /volunteers/shifts/{shift_id}/cancellation": Case,
    }[operation]()


async def ask(served: Served, operation: str, of: Somebody, by: dict[str, str]) -> httpx.Response:
    method, path = operation.split(" ")
    asked = case(operation, of)
    address = path.format(**of.ids) + (asked.query or ("?limit=500" if asked.lists else ""))
    return await served.client.request(
        method, address, json=asked.body, data=asked.form, headers=by | asked.headers
    )


def limited(served: Served) -> Iterator[tuple[str, Role]]:
    """Yield every operation with every role whose records there are limited."""
    for operation, row in served.table.items():
        for role, records in row.items():
            if records is not ALL and operation != "POST /v1/locations":
                yield operation, role


async def two(serve: Serve) -> tuple[dict[str, Served], Somebody, Somebody]:
    """Return the services, and two people at two locations, each with records of each kind."""
    served = {service: await serve(service) for service in SERVICES}
    people = [Somebody(await open_location(served["volunteers"], name)) for name in ("A", "B")]
    for one in people:
        await with_shifts(served["volunteers"], one)
        await with_contacts(served["contacts"], one)
    return served, people[0], people[1]


@pytest.mark.parametrize("service", SERVICES)
async def test_no_role_reaches_somebody_elses_record_and_each_reaches_its_own(
    serve: Serve, service: str
) -> None:
    services, me, other = await two(serve)
    served = services[service]
    wrong = []
    for operation, role in limited(served):
        answer = await ask(served, operation, other, me.header(role))
        hidden = case(operation, other).lists
        if hidden:
            fine = answer.status_code == 200 and other.ids[hidden] not in answer.text
            fine = fine and str(other.person) not in answer.text
        else:
            fine = answer.status_code == 403 and answer.json()["type"].endswith(":beyond-reach")
        if not fine:
            wrong.append((operation, role, answer.status_code))
    for operation, role in limited(served):
        answer = await ask(served, operation, other, other.header(role))
        shown = case(operation, other).lists
        # What was done before may stand in the way (409, 412): that is no matter of reach.
        fine = answer.status_code in (200, 201, 303, 409, 412)
        if not fine or (shown and other.ids[shown] not in answer.text):
            wrong.append((operation, role, answer.status_code, "as its owner"))
    assert not wrong


@pytest.mark.parametrize("service", SERVICES)
async def test_a_token_that_names_nobody_reaches_nobodys_record(serve: Serve, service: str) -> None:
    services, _, other = await two(serve)
    served = services[service]
    nobody = {Role.LISTENER: issuing.header_for(Role.LISTENER, person=None)}
    nowhere = issuing.header_for(Role.COORDINATOR, Role.TRAINER, locations=())
    for operation, role in limited(served):
        if served.table[operation][role] is OWN:
            answer = await ask(served, operation, other, nobody[role])
        else:
            answer = await ask(served, operation, other, nowhere)
        is_problem(answer, 403, "nothing-within-reach")
        assert "the token does not say" in answer.json()["detail"]


async def test_without_a_claim_of_locations_coordinators_act_for_the_nation_and_no_one_else(
    serve: Serve,
) -> None:
    services, me, other = await two(serve)
    nation = issuing.header_for(Role.COORDINATOR, person=me.person)
    for name, path, key in (("contacts", "/v1/contacts", "contact_id"),
                            ("volunteers", "/v1/volunteers", "volunteer_id")):  # fmt: skip
        listed = await services[name].client.get(f"{path}?limit=500", headers=nation)
        assert {me.ids[key], other.ids[key]} <= {*listed.text.split('"')}
    listener = issuing.header_for(Role.LISTENER, person=me.person)
    listed = await services["contacts"].client.get("/v1/contacts?limit=500", headers=listener)
    assert other.ids["contact_id"] not in listed.text
    # A location that is not open yet is nobody's.
    body = {"name": "Zaltbommel", "region": "Gelderland"}
    answer = await services["volunteers"].client.post(
        "/v1/locations", json=body, headers=me.header(Role.COORDINATOR)
    )
    is_problem(answer, 403, "beyond-reach")


async def test_a_listener_registers_and_corrects_in_nobody_elses_name(serve: Serve) -> None:
    services, me, other = await two(serve)
    contacts, header = services["contacts"], me.header(Role.LISTENER)
    posted = await contacts.client.post("/v1/contacts", json=contact_of(other), headers=header)
    is_problem(posted, 403, "beyond-reach")
    assert "volunteerId must be your own id" in posted.json()["detail"]
    # Nor is an own contact given to somebody else, nor somebody else's taken.
    for of, body in ((me, contact_of(other)), (other, contact_of(me))):
        path = f"/v1/contacts/{of.ids['contact_id']}"
        answer = await contacts.client.put(path, json=body, headers=header | {"If-Match": '"1"'})
        is_problem(answer, 403, "beyond-reach")


async def test_a_coordinator_gives_no_place_to_a_volunteer_of_another_location(
    serve: Serve,
) -> None:
    services, me, other = await two(serve)
    volunteers, header = services["volunteers"], me.header(Role.COORDINATOR, Role.TRAINER)
    path = f"/v1/shifts/{me.ids['shift_id']}/places"
    answer = await volunteers.client.post(path, json=place_of(other), headers=header)
    is_problem(answer, 403, "beyond-reach")
    assert str(other.person) in answer.json()["detail"]
    both = training_of(me) | {"volunteerIds": [str(me.person), str(other.person)]}
    answer = await volunteers.client.post("/v1/trainings", json=both, headers=header)
    is_problem(answer, 403, "beyond-reach")
    # A training of both is listed, with those of one's own location only.
    await made(await volunteers.client.post("/v1/trainings", json=both, headers=ANYBODY))
    listed = (await volunteers.client.get("/v1/trainings?limit=500", headers=header)).json()
    assert {one for item in listed["items"] for one in item["volunteerIds"]} == {str(me.person)}


def test_the_union_of_what_the_roles_open_is_reached_and_no_more() -> None:
    here, there, me, other = uuid4(), uuid4(), uuid4(), uuid4()
    reach = Reach(person=me, locations=frozenset({here}))
    assert reach.covers(person=me, location=there)
    assert reach.covers(person=other, location=here)
    assert not reach.covers(person=other, location=there)
    assert not reach.covers()
    assert not Reach().covers(person=None, location=None)
    assert Reach(everything=True).covers()
    assert not Reach(everything=True).is_own(other)
    assert {OWN, OWN_LOCATIONS, ALL} == {"own", "own locations", "all"}
