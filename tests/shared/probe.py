"""A service of the tests' own: its handlers do what the event's name tells them to.

It has the plumbing's tables and one more, `effect`, in which everything that was done stands.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID, uuid4

from faststream.nats import NatsBroker
from shared.database import Connection, Database
from shared.dead_letters import DeadLetter
from shared.events.envelope import Envelope
from shared.events.volunteers import LocationOpened, ShiftFilled, ShiftOpened
from shared.handlers import Handlers, when
from shared.pull import Pull
from shared.relay import run_relay
from shared.subscriber import pulls_of, subscribe

from shared import bus
from tests.platform import Platform
from tests.waiting import end, eventually

STREAM = "VOLUNTEERS"
CONSUMER = "probe_volunteers"
KEEP = "INSERT INTO effect (name) VALUES ($1)"


def location(name: str) -> LocationOpened:
    """Return the event whose effect is `name`."""
    return LocationOpened(location_id=uuid4(), name=name, region="Fryslân")


class Probe:
    """The service, its effects and its dead letters."""

    def __init__(self, platform: Platform, database: Database) -> None:
        self.platform = platform
        self.database = database
        self.broken: dict[str, Exception] = {}
        self.tries: list[str] = []
        self.batches: list[int] = []
        self.pulls: list[Pull] = []
        self.handlers = Handlers(
            service="probe",
            table=[
                when(LocationOpened, do=self.keep),
                when(ShiftOpened, ShiftFilled, do=self.keep_batch),
            ],
        )

    async def keep(self, connection: Connection, events: list[Envelope[LocationOpened]]) -> None:
        for event in events:
            await connection.execute(KEEP, event.data.name)
            self.tries.append(event.data.name)
            if event.data.name in self.broken:
                raise self.broken[event.data.name]

    async def keep_batch(self, connection: Connection, events: list[Envelope[ShiftOpened]]) -> None:
        self.batches.append(len(events))
        await connection.executemany(KEEP, [(str(event.data.shift_id),) for event in events])

    @asynccontextmanager
    async def running(self) -> AsyncIterator[NatsBroker]:
        """Relay and handle until the block ends."""
        broker = await bus.connect("probe", self.platform.settings("probe"), on_closed=lambda: None)
        self.pulls = pulls_of(broker, self.handlers, self.database)
        tasks = [
            asyncio.create_task(run_relay("probe", self.database, bus.client_of(broker))),
            asyncio.create_task(subscribe(broker, "probe", self.pulls)),
        ]
        self.database.leaving = False
        try:
            yield broker
        finally:
            self.database.leaving = True
            with suppress(Exception):
                await broker.stop()
            await end(*tasks)

    async def tell(self, name: str, **given: Any) -> str:
        """Publish the event whose effect is `name`; return its id."""
        event = location(name)
        return await self.platform.publish(event, aggregate_id=event.location_id, **given)

    async def tell_malformed(self, data: bytes, **attributes: str) -> None:
        """Publish what only looks like the event."""
        given = {
            "ce-type": LocationOpened.type_name(), "ce-id": str(uuid4()), "ce-subject": "1",
            "ce-sequence": "1".zfill(20), "ce-time": "2016-01-01T00:00:00Z",
        }  # fmt: skip
        await self.platform.publish_raw(LocationOpened.subject, data, given | attributes)

    async def effects(self) -> list[str]:
        """Return what was done, in order."""
        return [row["name"] for row in await self.rows("SELECT name FROM effect ORDER BY id")]

    async def rows(self, query: str, *values: Any) -> list[Any]:
        """Ask the probe's database."""
        async with self.database.commit() as connection:
            return list(await connection.fetch(query, *values))

    async def letters(self) -> list[DeadLetter]:
        """Return the dead letters on the bus."""
        messages = await self.platform.messages("DEAD_LETTERS")
        return [DeadLetter.model_validate_json(message.data) for message in messages]

    async def info(self) -> Any:
        """Return what the broker knows of the probe's consumer."""
        connection = await self.platform.connect()
        try:
            return await connection.jetstream().consumer_info(STREAM, CONSUMER)
        finally:
            await connection.close()

    async def settled(self, within: float = 20) -> None:
        """Wait until nothing is left to deliver or to acknowledge."""

        async def nothing_left() -> bool:
            info = await self.info()
            return not info.num_pending and not info.num_ack_pending

        await eventually(nothing_left, within)

    async def replay(self, stream_sequence: int, event_id: str | None = None) -> str:
        """Ask the service, as an operator does, to handle one stored event once more."""
        connection = await self.platform.connect("operator")
        try:
            asked = {"stream": STREAM, "streamSequence": stream_sequence, "eventId": event_id}
            data = json.dumps(asked).encode()
            answer = await connection.request("replay.probe", data, timeout=10)
            result: str = json.loads(answer.data)["result"]
            return result
        finally:
            await connection.close()


def shift(shift_id: UUID) -> ShiftOpened:
    """Return the event that is handled in batches."""
    return ShiftOpened.model_validate(
        {
            "shiftId": shift_id, "locationId": uuid4(), "channels": ["chat"], "needed": 2,
            "startsAt": "2016-01-01T00:00:00Z", "endsAt": "2016-01-01T04:00:00Z", "filled": 0,
        }
    )  # fmt: skip
