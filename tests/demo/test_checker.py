"""The demo's checker finds what is lost and what is double, wherever it is planted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import uuid4

import httpx
from demo.checker import Account, examine, settle
from demo.figures import ZUTPHEN, municipalities
from demo.invented_parties import parties_csv
from shared.events.billing import InvoiceIssued
from shared.events.contacts import ContactMissed
from shared.events.volunteers import LocationOpened
from shared.handlers import Handlers
from shared.outbox import outbox_row, record

from tests.platform import SERVICES, Platform
from tests.waiting import eventually

ATTEMPTS = 3


@dataclass
class Whole:
    """All four services, with a little that happened in them, and the checker's view of it."""

    platform: Platform
    bus: Any
    databases: dict[str, str]
    handlers: list[Handlers]
    billing: httpx.AsyncClient

    async def examine(self) -> Account:
        return await examine(self.bus, self.databases, self.handlers, datetime.now(UTC))

    async def settle(self, within: float = 20) -> bool:
        return await settle(self.bus, self.databases, self.handlers, within)

    async def run(self, service: str, statement: str, *values: object) -> None:
        database = await self.platform.database(service)
        async with database.commit() as connection:
            await connection.execute(statement, *values)


@asynccontextmanager
async def whole(platform: Platform) -> AsyncIterator[Whole]:
    running = {name: await platform.service(name) for name in SERVICES}
    opened = await running["volunteers"].client.post(
        "/v1/locations", json={"name": "Zutphen", "region": "Gelderland"}
    )
    assert opened.status_code == 201, opened.text
    for place in range(ATTEMPTS):
        moment = datetime.now(UTC) - timedelta(hours=place + 1)
        missed = await running["contacts"].client.post(
            "/v1/missed-attempts",
            json={
                "channel": "telephone",
                "line": "national",
                "offeredAt": moment.isoformat(),
                "waitedSeconds": 20,
                "reason": "abandoned",
            },
        )
        assert missed.status_code == 201, missed.text
    bus = await platform.connect()
    handlers = [handlers_of(name) for name in SERVICES]
    billing = running["billing"].client
    found = Whole(platform, bus, dict(platform.databases), handlers, billing)
    assert await found.settle()
    yield found
    await bus.close()


def handlers_of(service: str) -> Handlers:
    handlers: Handlers = import_module(f"{service}.event_handlers").handlers
    return handlers


async def invoice_zutphen(found: Whole) -> None:
    """Have Zutphen sign, and the year settled and invoiced."""
    [one] = (one for one in municipalities() if one.code == ZUTPHEN)
    zutphen = {
        "code": one.code, "name": one.name, "province": one.province,
        "inhabitants": one.inhabitants,
    }  # fmt: skip
    parties = await found.billing.post(
        "/v1/party-imports", content=parties_csv([one]), headers={"content-type": "text/csv"}
    )
    assert parties.status_code == 201, parties.text
    contract = {
        "payer": "GM0301", "beneficiaries": ["GM0301"], "signedOn": "2014-10-30",
        "from": "2015-01-01", "until": "2018-12-31",
    }  # fmt: skip
    for path, body in (
        ("/v1/municipality-imports", {"asOf": "2016-01-01", "municipalities": [zutphen]}),
        ("/v1/contracts", contract),
        ("/v1/settlements", {"year": 2016}),
        ("/v1/invoice-rounds", {"year": 2016}),
    ):
        answer = await found.billing.post(path, json=body)
        assert answer.status_code == 201, answer.text
    await eventually(lambda: found.platform.published(InvoiceIssued))
    assert await found.settle()


def places(account: Account) -> dict[str, tuple[int, int]]:
    return {one.place: (len(one.lost), len(one.duplicated)) for one in account.findings}


async def test_where_nothing_is_lost_or_double_nothing_is_found(platform: Platform) -> None:
    async with whole(platform) as found:
        account = await found.examine()
    assert account.findings == []
    assert (account.events_lost, account.events_duplicated, account.dead_letters) == (0, 0, 0)
    assert account.events_published == account.events_projected == ATTEMPTS + 1


@dataclass(frozen=True)
class Damage:
    """What a statement does to a service's tables, how it is undone, and what is found of it."""

    service: str
    does: str
    undoes: str
    found: dict[str, tuple[int, int]]
    dead_letters: int = 0


def lacking(service: str, table: str, which: str, place: str) -> Damage:
    """Take rows away."""
    does = f"CREATE TABLE kept AS SELECT * FROM {table} WHERE {which}"
    return Damage(
        service,
        f"{does}; DELETE FROM {table} WHERE {which}",
        f"INSERT INTO {table} SELECT * FROM kept; DROP TABLE kept",
        {place: (1, 0)},
    )


def first_of(table: str) -> str:
    return f"ctid = (SELECT min(ctid) FROM {table})"


THIS = "'3f2504e0-4f89-41d3-9a0c-0305e82c3301'"
DAMAGES = {
    "an event that never reached the bus": Damage(
        "contacts",
        "INSERT INTO outbox (event_id, subject, headers, data, sent_at)"
        f" VALUES ({THIS}, '{ContactMissed.subject}', '{{}}', '{{}}', now())",
        f"DELETE FROM outbox WHERE event_id = {THIS}",
        {"stream CONTACTS": (1, 0)},
    ),
    "an event that a consumer never handled": lacking(
        "contacts", "inbox", "consumer = 'contacts_volunteers'", "inbox of contacts_volunteers"
    ),
    "a row that reporting lacks": lacking(
        "reporting", "missed_attempt", first_of("missed_attempt"), "missed attempts in reporting"
    ),
    "a row that contacts lacks": lacking(
        "contacts", "location", first_of("location"), "locations known to contacts in contacts"
    ),
    "a row that a projection has twice": Damage(
        "reporting",
        "INSERT INTO missed_attempt (sequence, attempt_id, line_location_id, channel,"
        f" offered_quarter, reason) SELECT sequence, {THIS}, line_location_id, channel,"
        " offered_quarter, reason FROM missed_attempt LIMIT 1",
        f"DELETE FROM missed_attempt WHERE attempt_id = {THIS}",
        {"missed attempts in reporting": (0, 1)},
    ),
    "an event that the broker refused": Damage(
        "contacts",
        "INSERT INTO outbox (event_id, subject, headers, data, refused)"
        f" VALUES ({THIS}, '{ContactMissed.subject}', '{{}}', '{{}}', '400/10077')",
        f"DELETE FROM outbox WHERE event_id = {THIS}",
        {},
        dead_letters=1,
    ),
    "an attempt that is still open": Damage(
        "contacts",
        "INSERT INTO attempt (attempt_id, channel, line, state, arrived_at, contact_id,"
        f" token_hash, seal) VALUES ({THIS}, 'chat', 'national', 'ended', now(), {THIS}, '', '')",
        f"DELETE FROM attempt WHERE attempt_id = {THIS}",
        {"attempts in the tables of contacts": (1, 0)},
    ),
}


async def test_each_damage_to_tables_is_found_and_nothing_else(platform: Platform) -> None:
    async with whole(platform) as found:
        for name, damage in DAMAGES.items():
            await found.run(damage.service, damage.does)
            account = await found.examine()
            assert places(account) == damage.found, name
            assert account.dead_letters == damage.dead_letters, name
            lost, double = zip((0, 0), *damage.found.values(), strict=True)
            assert (account.events_lost, account.events_duplicated) == (sum(lost), sum(double)), (
                name
            )
            await found.run(damage.service, damage.undoes)
        account = await found.examine()
        assert (account.findings, account.dead_letters) == ([], 0)


async def test_an_event_that_the_bus_forgot_is_found(platform: Platform) -> None:
    async with whole(platform) as found:
        await found.bus.jetstream().delete_msg("CONTACTS", 2)
        account = await found.examine()
    assert places(account) == {
        "stream CONTACTS": (1, 0), "missed attempts on the stream": (1, 0),
    }  # fmt: skip


async def test_an_event_that_stands_twice_on_a_stream_is_found(platform: Platform) -> None:
    async with whole(platform) as found:
        [opened] = await platform.published(LocationOpened)
        await platform.publish(
            opened.data, aggregate_id=opened.aggregate_id, event_id=str(opened.id)
        )
        assert await found.settle()
        account = await found.examine()
    assert places(account) == {"stream VOLUNTEERS": (0, 1)}
    assert (account.events_lost, account.events_duplicated) == (0, 1)


async def test_an_amount_that_a_projection_counted_twice_is_found(platform: Platform) -> None:
    async with whole(platform) as found:
        await invoice_zutphen(found)
        await found.run("reporting", "UPDATE invoice SET total = 2 * total")
        account = await found.examine()
    assert places(account) == {"invoices and credit notes, in cents in reporting": (0, 1)}


async def test_an_event_that_was_set_aside_is_a_dead_letter_and_not_lost(
    platform: Platform,
) -> None:
    async with whole(platform) as found:
        location = uuid4()
        opened = LocationOpened(location_id=location, name="Assen", region="Drenthe")
        row = outbox_row(opened, aggregate_id=location, version=1, now=datetime.now(UTC))
        database = await platform.database("volunteers")
        async with database.commit() as connection:
            await record(connection, (*row[:3], "{}"))
        assert await found.settle()
        account = await found.examine()
    assert account.findings == []
    assert account.dead_letters == 2, "contacts and reporting set it aside"


async def test_what_is_under_way_is_waited_for_but_not_for_ever(platform: Platform) -> None:
    # contacts does not run: what volunteers tells it stays pending.
    volunteers = await platform.service("volunteers")
    await platform.provision("contacts")
    await volunteers.client.post("/v1/locations", json={"name": "Zutphen", "region": "Gelderland"})
    await eventually(lambda: platform.published(LocationOpened))
    bus = await platform.connect()
    assert not await settle(bus, platform.databases, [handlers_of("contacts")], within=1)
    await bus.close()
