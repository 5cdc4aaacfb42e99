"""Upgrade to the next release under load, with events of both under way, and back again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import nats.errors
from sensoor.bus.environment import environment_of
from shared.database import Database
from shared.events.contacts import ContactMissed
from shared.events.envelope import headers
from shared.events.volunteers import LocationOpened

from tests import issuing
from tests.contacts.given import NOW
from tests.journeys.planting import BODIES
from tests.operations.conftest import Begin
from tests.operations.next_release import VolunteerReturned, make_next_release, run_job
from tests.operations.replicas import Replica, asking
from tests.platform import Platform
from tests.waiting import end, eventually

MISSED = BODIES["contacts", "post", "/v1/missed-attempts"]
# Provisioning as it is in production lets the test's own user in no more for a moment. A client
# that is closed while it begins to reconnect cancels the close itself, by a mistake of nats-py.
TURNED_AWAY = (nats.errors.Error, TimeoutError, asyncio.CancelledError)


@dataclass
class Load:
    """Requests to whoever serves, and events of this release, as long as it goes on."""

    platform: Platform
    serving: list[Replica]
    answered: list[int] = field(default_factory=list)
    told: set[UUID] = field(default_factory=set)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def request(self) -> None:
        async with asking(**issuing.header_for()) as client:
            while True:
                replica = self.serving[len(self.answered) % len(self.serving)]
                answer = await client.post(f"{replica.address}/v1/missed-attempts", json=MISSED)
                self.answered.append(answer.status_code)

    async def tell(self) -> None:
        while True:
            event = LocationOpened(location_id=uuid4(), name="Zutphen", region="Gelderland")
            publishing = self.platform.publish(event, aggregate_id=event.location_id)
            [done] = await asyncio.gather(publishing, return_exceptions=True)
            if not isinstance(done, BaseException):
                self.told.add(event.location_id)
            elif not isinstance(done, TURNED_AWAY):
                raise done

    async def more(self) -> None:
        """Return once some more was asked and told; fail with what ended the load, if it ended."""
        asked, told = len(self.answered) + 10, len(self.told) + 10

        async def went_on() -> bool:
            for task in self.tasks:
                if task.done():
                    task.result()
            return len(self.answered) >= asked and len(self.told) >= told

        await eventually(went_on, within=60)


@asynccontextmanager
async def under_load(platform: Platform, serving: list[Replica]) -> AsyncIterator[Load]:
    load = Load(platform, serving)
    load.tasks = [asyncio.create_task(load.request()), asyncio.create_task(load.tell())]
    try:
        yield load
    finally:
        await end(*load.tasks)


async def tell_of_the_next_release(platform: Platform) -> None:
    """Publish an event that only the next release knows."""
    event = VolunteerReturned(volunteer_id=uuid4())
    attributes = headers(
        event, source="urn:nld:kvknr:00000000:systeem:volunteers",
        aggregate_id=str(event.volunteer_id), version=1, time=NOW, traceparent=None,
    )  # fmt: skip
    data = event.model_dump_json(by_alias=True).encode()
    await platform.publish_raw(event.subject, data, attributes)


async def count(database: Database, query: str) -> int:
    async with database.commit() as connection:
        found: int = await connection.fetchval(query)
        return found


async def test_an_upgrade_under_load_and_back_loses_nothing_and_sets_nothing_aside(
    platform: Platform, begin: Begin, tmp_path: Path
) -> None:
    ours = await platform.environment("contacts") | environment_of(platform.bus)
    new_code = make_next_release(tmp_path / "next")
    theirs = ours | new_code
    old = await begin("contacts", "all")
    database = await platform.database("contacts")

    async with under_load(platform, [old]) as load:
        await load.more()
        # Its Jobs run while this release does: the schema expands, the filter widens.
        await asyncio.to_thread(run_job, theirs, "contacts", "migrate")
        await asyncio.to_thread(run_job, theirs, "sensoor", "bus", "apply")
        await platform.provision("contacts")  # the test's own user, and no filter narrower
        await tell_of_the_next_release(platform)
        await load.more()
        new = await begin("contacts", "all", **new_code)
        load.serving[:] = [old, new]
        await tell_of_the_next_release(platform)
        await load.more()
        load.serving[:] = [new]
        await leave(old)
        await kept(database, 2)

        # Back: the Job of this release finds a newer schema, and leaves it.
        told = await asyncio.to_thread(run_job, ours, "contacts", "migrate")
        assert "a later release migrated to next" in told
        old = await begin("contacts", "all")
        load.serving[:] = [old]
        await leave(new)
        await tell_of_the_next_release(platform)
        await load.more()
        new = await begin("contacts", "all", **new_code)
        load.serving[:] = [new]
        await leave(old)
        await kept(database, 3)
        await load.more()

    assert set(load.answered) == {201}
    await told_all(platform, len(load.answered))

    async def all_known() -> bool:
        return load.told <= await locations(database)

    await eventually(all_known, within=60)
    assert not await platform.messages("DEAD_LETTERS")


async def locations(database: Database) -> set[UUID]:
    async with database.commit() as connection:
        rows = await connection.fetch("SELECT location_id FROM location")
        return {UUID(str(row["location_id"])) for row in rows}


async def leave(replica: Replica) -> None:
    replica.ask_to_leave()
    await replica.left()


async def kept(database: Database, events: int) -> None:
    """Wait until so many events of the next release have had their effect."""

    async def all_kept() -> bool:
        return await count(database, "SELECT count(*) FROM of_the_next_release") == events

    await eventually(all_kept, within=90)


async def told_all(platform: Platform, attempts: int) -> None:
    async def all_told() -> bool:
        connection = await platform.connect()
        subject = ContactMissed.subject
        info = await connection.jetstream().stream_info("CONTACTS", subjects_filter=subject)
        await connection.close()
        # One more, where the load ended between a registration and its answer.
        return (info.state.subjects or {}).get(subject, 0) in (attempts, attempts + 1)

    await eventually(all_told, within=60)
