"""After ten years no request, event, poll or hourly rule reads a table that grows from end to end.

The services run on three million contacts, and every endpoint is asked, every event told, every
rule and gauge run. PostgreSQL writes down what it was asked; the plans of that are read. Billing
is not here: its largest table grows by 390 invoices a year.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from contacts.queue.forget_attempts import forget_attempts
from contacts.queue.join_queue import join_queue, keep_token, rejoin_queue
from contacts.queue.keep_presence import open_desk
from contacts.queue.let_time_pass import let_time_pass
from contacts.referrals.check_registered_kind import check_registered_kind
from contacts.referrals.commands import MakeReferral
from contacts.referrals.connect_handover import connect_handover
from contacts.referrals.make_live_referral import make_live_referral
from contacts.referrals.queries import list_of_attempts
from contacts.referrals.rules import HandoverNotAccepted
from contacts.referrals.time_out_handovers import time_out_handovers
from shared.events.envelope import Event
from shared.migrations import migrate, migrations_of
from shared.pages import live
from shared.roles import Role

from tests import issuing
from tests.contacts.given import WITHIN, registration
from tests.contacts.house import FILL, house_of
from tests.growth import ten_years
from tests.growth.filling import shifts_filled
from tests.growth.people import people_looked_after
from tests.growth.plans import Asked, growing
from tests.growth.told import EVENTS
from tests.platform import Platform, Running, handlers_of
from tests.volunteers.desk import an_interview

NOW = datetime.now(UTC)
NEWEST = UUID(int=ten_years.SHIFTS)  # it is in three days, and has a place
VOLUNTEER = UUID(int=1)
COUNTED_BY_TESTS = "SELECT count(*) FROM public.inbox"  # Platform.handled


class Desk:
    """Whoever asks a service, and which of its endpoints were asked."""

    def __init__(self, service: Running, name: str) -> None:
        self.service = service
        table = import_module(f"{name}.roles").ROLES
        self.left = {row for row in table if not row.startswith("WS ")}

    async def ask(self, operation: str, query: str = "", **given: Any) -> Any:
        """Ask an endpoint: `GET /v1/contacts/{contact_id}`, its ids by name, and a body."""
        method, path = operation.split(" ")
        self.left.discard(operation)
        body, form = given.pop("json", None), given.pop("form", None)
        headers = given.pop("headers", None)
        address = path.format(**given) + query
        answer: httpx.Response = await self.service.client.request(
            method, address, json=body, data=form, headers=headers
        )
        assert answer.status_code in (200, 201, 303, 409), (operation, answer.text)
        kind = answer.headers.get("content-type")
        return answer.json() if kind == "application/json" else answer.headers.get("location")


async def in_ten_years(platform: Platform, name: str, **settings: Any) -> Running:
    """Start a service on its tables as they are after ten years, statistics and all."""
    await platform.run(f"CREATE DATABASE {name}")
    url = f"{platform.admin_url.rsplit('/', 1)[0]}/{name}"
    await asyncio.to_thread(migrate, url, migrations_of(name))
    connection = await asyncpg.connect(url)
    indexes = await connection.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        " AND indexdef NOT LIKE '%UNIQUE%'"
    )
    # Built anew afterwards they cost a quarter of what it costs to keep them.
    for index in indexes:
        await connection.execute(f"DROP INDEX {index['indexname']}")
    await connection.execute(ten_years.ROWS[name])
    for index in indexes:
        await connection.execute(index["indexdef"])
    await connection.execute("ANALYZE")
    # From here on all that is asked is written down.
    await connection.execute(f"ALTER DATABASE {name} SET log_statement = 'all'")
    await connection.close()
    platform.databases[name] = url
    return await platform.service(name, **settings)


async def told(platform: Platform, name: str) -> None:
    """Tell a service one of each event that it handles."""
    events: list[Event] = [event for event in EVENTS if type(event) in handlers_of(name).events()]
    assert {type(event) for event in events} == set(handlers_of(name).events())
    for event in events:
        await platform.publish(event, aggregate_id=uuid4())
    await platform.handled(name, ten_years.EVENTS + len(events))


async def handed_over(service: Running) -> None:
    """Hand the help seeker of an open chat over, as the desk and the service's clock do."""
    command, attempt_id = MakeReferral(partner="113online", mode="warm_handover"), uuid4()
    now = datetime.now(UTC)
    async with service.database.commit() as connection:
        made = await make_live_referral(
            connection, attempt_id=attempt_id, contact_id=uuid4(), channel="chat", command=command,
            now=now, answer_within=WITHIN,
        )  # fmt: skip
        await check_registered_kind(connection, made.contact_id, "conversation")
        with pytest.raises(HandoverNotAccepted):
            await connect_handover(connection, made.referral_id, now)
        found = await list_of_attempts(connection, [attempt_id])
        assert [one.step for one in found[attempt_id]] == ["offered"]
        # The others are those of the registered contact, and of the chat at the desk.
        assert await time_out_handovers(connection, now + timedelta(hours=1)) == 3


async def chatted(desk: Desk, listener: dict[str, str]) -> None:
    """Let the volunteer come to the desk, chat and register, and let others leave or be gone."""
    house = house_of(desk.service)
    shift_id = await house.shift(at=UUID(int=1))
    await house.execute(FILL, shift_id, VOLUNTEER)
    await house.do(open_desk, VOLUNTEER, await house.socket(), house.now)
    for operation in ("GET /contacts/desk", "GET /v1/desk"):
        await desk.ask(operation, headers=listener)
    present = {"shiftId": str(shift_id), "state": "present"}
    await desk.ask("PUT /v1/desk", json=present, headers=listener)
    attempt, of = await house.join(), "POST /v1/desk/attempts/{attempt_id}"
    for act in ("pass", "answer"):
        await desk.ask(f"{of}/{act}", attempt_id=attempt, headers=listener)
    referral = {"partner": "113online", "mode": "warm_handover"}
    made = await desk.ask(f"{of}/referrals", attempt_id=attempt, json=referral, headers=listener)
    referral_id = made["chats"][0]["referrals"][0]["referralId"]
    await desk.ask(f"{of}/referrals/{{referral_id}}/connect", attempt_id=attempt,
                   referral_id=referral_id, headers=listener)  # fmt: skip
    await desk.ask(f"{of}/end", attempt_id=attempt, headers=listener)
    said = {"kind": "conversation", "topics": ["loneliness"], "outcome": "helped_by_talk"}
    await desk.ask("PUT /v1/desk/attempts/{attempt_id}/registration", attempt_id=attempt,
                   json=said, headers=listener)  # fmt: skip
    socket = await house.socket()
    joined = await house.do(join_queue, "chat", "national", socket, house.now)
    await house.do(rejoin_queue, joined.token, socket, house.now)
    await house.do(keep_token, joined.attempt_id, socket.connection_id)
    await house.leave(joined.attempt_id)
    await house.do(let_time_pass, house.now)
    await house.do(forget_attempts)


async def looked_at(desk: Desk, *coordinators: dict[str, str]) -> None:
    """Look at the pages of coordinators, and close and open the chat."""
    for headers in coordinators:
        for page in ("duty", "board"):
            await desk.ask(f"GET /contacts/{page}", headers=headers)
            await desk.ask(f"GET /contacts/{page}/live", headers=headers)
    for act in ("closing", "opening"):
        await desk.ask(f"POST /contacts/board/{{channel}}/{act}", channel="chat")


async def nothing_grows(platform: Platform, name: str, asked: Asked) -> None:
    connection = await asyncpg.connect(platform.databases[name])
    await connection.execute("SET log_statement = 'none'")
    statements = [one for one in asked.statements(name) if one != COUNTED_BY_TESTS]
    assert len(statements) > 10
    try:
        found = await growing(connection, statements)
    finally:
        await connection.close()
    assert not found, "\n\n".join(found)


async def test_contacts_costs_no_more_in_ten_years(
    grown: tuple[Platform, Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LONGEST_SECONDS", 0.05)
    platform, asked = grown
    desk = Desk(await in_ten_years(platform, "contacts", settable_clock=True), "contacts")
    body = registration(volunteerId=str(VOLUNTEER), answeredAtLocationId=str(UUID(int=1)))
    listener = issuing.header_for(Role.LISTENER, person=VOLUNTEER)
    of_two = issuing.header_for(Role.COORDINATOR, locations=(UUID(int=1), UUID(int=2)))
    of_nation = issuing.header_for(Role.COORDINATOR)
    key = {"Idempotency-Key": "once"}
    made = await desk.ask("POST /v1/contacts", json=body, headers=listener | key)
    contact_id = made["contactId"]
    for headers in (listener, of_nation):
        await desk.ask("GET /v1/contacts/{contact_id}", contact_id=contact_id, headers=headers)
    await desk.ask(
        "PUT /v1/contacts/{contact_id}", contact_id=contact_id, json=body,
        headers=listener | {"If-Match": '"1"'},
    )  # fmt: skip
    newer = f"cursor={UUID(int=ten_years.CONTACTS - 5)}"
    for headers in (listener, of_two, of_nation):
        for query in ("", f"?{newer}", "?dutyVerified=false", "?dutyVerified=true"):
            await desk.ask("GET /v1/contacts", query, headers=headers)
    missed = {"channel": "chat", "line": "national", "offeredAt": NOW.isoformat(),
              "waitedSeconds": 9, "reason": "abandoned"}  # fmt: skip
    await desk.ask("POST /v1/missed-attempts", json=missed)
    for headers in (of_two, of_nation):
        newer = f"?cursor={UUID(int=ten_years.MISSED - 5)}"
        await desk.ask("GET /v1/missed-attempts", newer, headers=headers)
    referral = {"partner": "113online", "mode": "warm_handover"}
    where = "/v1/contacts/{contact_id}/referrals"
    await desk.ask(f"POST {where}", contact_id=contact_id, json=referral, headers=listener)
    for headers in (listener, of_nation):
        await desk.ask(f"GET {where}", contact_id=contact_id, headers=headers)
    await chatted(desk, listener)
    await looked_at(desk, of_two, of_nation)
    await desk.ask("DELETE /v1/desk", headers=listener)
    await desk.ask("GET /v1/clock")
    await desk.ask("PUT /v1/clock", json={"shows": NOW.isoformat()})
    await desk.ask("DELETE /v1/clock")
    await desk.ask("GET /v1/totals")
    assert not desk.left
    await handed_over(desk.service)
    await told(platform, "contacts")
    await nothing_grows(platform, "contacts", asked)


async def test_reporting_costs_no_more_in_ten_years(grown: tuple[Platform, Asked]) -> None:
    platform, asked = grown
    desk = Desk(await in_ten_years(platform, "reporting"), "reporting")
    listed = await desk.ask("GET /v1/reports")
    assert len(listed["items"]) == 100  # of 121
    month = listed["items"][5]["month"]
    await desk.ask("GET /v1/reports", f"?cursor={month}&limit=2")
    await desk.ask("GET /reporting/months")
    await desk.ask("GET /v1/locations")
    await desk.ask("GET /v1/locations/{location_id}", location_id=UUID(int=1))
    for months in ("/v1/reports", "/reporting/months"):
        await desk.ask(f"GET {months}/{{month}}", month=month)
        of_location = f"GET {months}/{{month}}/locations/{{location_id}}"
        await desk.ask(of_location, month=month, location_id=UUID(int=1))
    assert not desk.left
    await told(platform, "reporting")
    await nothing_grows(platform, "reporting", asked)


async def test_volunteers_costs_no_more_in_ten_years(grown: tuple[Platform, Asked]) -> None:
    platform, asked = grown
    desk = Desk(await in_ten_years(platform, "volunteers"), "volunteers")
    location, today = UUID(int=1), NOW.date()
    await desk.ask("POST /v1/locations", json={"name": "Nieuw", "region": "Drenthe"})
    course = {"course": "listening", "client": "ORG-SCHOOL", "on": today.isoformat()}
    await desk.ask("POST /v1/course-deliveries", json=course)
    await desk.ask("GET /v1/locations")
    await desk.ask("GET /v1/locations/{location_id}", location_id=location)
    applied = {"locationId": str(location), "channels": ["telephone"], "lines": ["national"],
               "role": "listener"}  # fmt: skip
    volunteer = (await desk.ask("POST /v1/volunteers", json=applied))["volunteerId"]
    await desk.ask("GET /v1/volunteers", f"?cursor={VOLUNTEER}")
    await desk.ask("GET /v1/volunteers/{volunteer_id}", volunteer_id=volunteer)
    way = "/v1/volunteers/{volunteer_id}"
    await desk.ask(f"POST {way}/selection-interviews", volunteer_id=volunteer, json=an_interview())
    training = {"module": 1, "volunteerIds": [volunteer], "heldOn": today.isoformat()}
    held = await desk.ask("POST /v1/trainings", json=training)
    await desk.ask("GET /v1/trainings")
    await desk.ask("GET /v1/trainings/{training_id}", training_id=held["trainingId"])
    await desk.ask(f"POST {way}/mentor-sign-off", volunteer_id=volunteer,
                   json={"mentorId": str(uuid4())})  # fmt: skip
    await desk.ask(f"GET {way}/steps", volunteer_id=volunteer)
    await people_looked_after(desk, str(location), volunteer)
    shift = {"locationId": str(location), "date": (today + timedelta(days=9)).isoformat(),
             "dayPart": "morning", "channels": ["telephone"], "needed": 2}  # fmt: skip
    shift_id = (await desk.ask("POST /v1/shifts", json=shift))["shiftId"]
    for query in ("", "?open=true", f"?locationId={location}", f"?locationId={location}&open=true",
                  f"?from={today}", f"?from={today}&until={today}&locationId={location}",
                  f"?until={today}&cursor={NEWEST}", f"?cursor={NEWEST}"):  # fmt: skip
        await desk.ask("GET /v1/shifts", query)
    await desk.ask("GET /v1/shifts/{shift_id}", shift_id=NEWEST)
    places = "/v1/shifts/{shift_id}/places"
    await desk.ask(f"POST {places}", shift_id=shift_id, json={"volunteerId": str(VOLUNTEER)})
    await desk.ask(f"DELETE {places}/{{volunteer_id}}", shift_id=shift_id, volunteer_id=VOLUNTEER)
    await desk.ask("POST /v1/shifts/{shift_id}/cancellation", shift_id=shift_id)
    await shifts_filled(desk, str(location))
    await desk.ask("GET /v1/totals")
    week, listener = "GET /volunteers/shifts", issuing.header_for(Role.LISTENER, person=VOLUNTEER)
    await desk.ask(week, f"?location={location}")
    await desk.ask(week, f"?location={location}&day={today - timedelta(days=999)}")
    await desk.ask(week, headers=listener)
    await desk.ask("POST /volunteers/shifts", form=shift | {"idempotency_key": "once"})
    cancellation = "/volunteers/shifts/{shift_id}/cancellation"
    for method in ("GET", "POST"):
        await desk.ask(f"{method} {cancellation}", shift_id=NEWEST)
    assert not desk.left
    await nothing_grows(platform, "volunteers", asked)
