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
from contacts.referrals.check_registered_kind import check_registered_kind
from contacts.referrals.commands import MakeReferral
from contacts.referrals.connect_handover import connect_handover
from contacts.referrals.make_live_referral import make_live_referral
from contacts.referrals.queries import list_of_attempt
from contacts.referrals.rules import HandoverNotAccepted
from contacts.referrals.time_out_handovers import time_out_handovers
from shared.events.envelope import Event
from shared.migrations import migrate, migrations_of
from shared.pages import live
from shared.roles import Role

from tests import issuing
from tests.contacts.given import WITHIN, registration
from tests.growth import ten_years
from tests.growth.plans import Asked, growing
from tests.growth.told import EVENTS
from tests.platform import Platform, Running, handlers_of

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


async def in_ten_years(platform: Platform, name: str) -> Running:
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
    return await platform.service(name)


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
        assert [one.step for one in await list_of_attempt(connection, attempt_id)] == ["offered"]
        # The other is that of the registered contact.
        assert await time_out_handovers(connection, now + timedelta(hours=1)) == 2


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
    desk = Desk(await in_ten_years(platform, "contacts"), "contacts")
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
    for headers in (of_two, of_nation):
        await desk.ask("GET /contacts/duty", headers=headers)
        await desk.ask("GET /contacts/duty/live", headers=headers)
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
    await desk.ask("GET /v1/locations")
    await desk.ask("GET /v1/locations/{location_id}", location_id=location)
    applied = {"locationId": str(location), "channels": ["telephone"], "lines": ["national"],
               "role": "listener"}  # fmt: skip
    volunteer = (await desk.ask("POST /v1/volunteers", json=applied))["volunteerId"]
    await desk.ask("GET /v1/volunteers", f"?cursor={VOLUNTEER}")
    await desk.ask("GET /v1/volunteers/{volunteer_id}", volunteer_id=volunteer)
    training = {"module": 1, "volunteerIds": [volunteer], "heldOn": today.isoformat()}
    held = await desk.ask("POST /v1/trainings", json=training)
    await desk.ask("GET /v1/trainings")
    await desk.ask("GET /v1/trainings/{training_id}", training_id=held["trainingId"])
    await desk.ask("POST /v1/volunteers/{volunteer_id}/mentor-sign-off", volunteer_id=volunteer,
                   json={"mentorId": str(uuid4())})  # fmt: skip
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
