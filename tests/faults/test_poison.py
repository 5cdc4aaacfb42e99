"""An event that kills the process that handles it is set aside, and those behind it flow."""

import asyncio
from pathlib import Path
from subprocess import Popen
from uuid import uuid4

from sensoor.bus.environment import environment_as
from shared.bus import consumer_config
from shared.consumer import ATTEMPTS
from shared.dead_letters import DeadLetter
from shared.events.volunteers import LocationOpened

from tests.faults.poison_service import handlers
from tests.faults.processes import process
from tests.platform import Platform
from tests.waiting import eventually


async def test_an_event_that_kills_its_process_is_set_aside(
    platform: Platform, tmp_path: Path
) -> None:
    database = await platform.database("contacts")
    async with database.commit() as connection:
        await connection.execute("CREATE TABLE effect (name text)")
    await platform.provision(poison=handlers)
    config = consumer_config(handlers, "VOLUNTEERS")
    config.ack_wait = 0.5
    connection = await platform.connect()
    await connection.jetstream().add_consumer("VOLUNTEERS", config)
    await connection.close()
    for name in ("before", "poison", "behind"):
        event = LocationOpened(location_id=uuid4(), name=name, region="Utrecht")
        await platform.publish(event, aggregate_id=event.location_id)

    async def effects() -> list[str]:
        async with database.commit() as connection:
            return [row["name"] for row in await connection.fetch("SELECT name FROM effect")]

    async def done() -> bool:
        letters = await platform.messages("DEAD_LETTERS")
        return bool(letters) and set(await effects()) == {"before", "behind"}

    kills = 0
    async with asyncio.timeout(60):
        while not await done():
            with process(
                ["-m", "tests.faults.poison_service"],
                environment_as(platform.bus, "poison") | {"DATABASE_URL": database.url},
                tmp_path / "poison.log",
            ) as running:  # fmt: skip

                async def ended_or_done(running: Popen[bytes] = running) -> bool:
                    return running.poll() is not None or await done()

                await eventually(ended_or_done)
                kills += running.poll() == 9
    # once in its batch, where it is not counted, and five times alone
    assert kills == 1 + ATTEMPTS
    assert len(await effects()) == 2
    (letter,) = await platform.messages("DEAD_LETTERS")
    told = DeadLetter.model_validate_json(letter.data)
    assert (told.code, told.attempts) == ("killed_its_process", ATTEMPTS)
