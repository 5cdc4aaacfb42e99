"""A service whose process dies of one event: `python -m tests.faults.poison_service`."""

import asyncio
import os

from shared.database import Connection, Database
from shared.events.envelope import Envelope
from shared.events.volunteers import LocationOpened
from shared.handlers import Handlers, when
from shared.relay import run_relay
from shared.settings import Settings
from shared.subscriber import pulls_of, subscribe

from shared import bus


async def keep_locations_or_die(
    connection: Connection, events: list[Envelope[LocationOpened]]
) -> None:
    """Keep the names; a poisonous one ends the process at once."""
    for event in events:
        if event.data.name == "poison":
            os._exit(9)
        await connection.execute("INSERT INTO effect VALUES ($1)", event.data.name)


handlers = Handlers(service="poison", table=[when(LocationOpened, do=keep_locations_or_die)])


async def main() -> None:
    """Handle events until killed."""
    database = Database(os.environ["DATABASE_URL"])
    broker = await bus.connect("poison", Settings(), on_closed=lambda: os._exit(1))
    await asyncio.gather(
        run_relay("poison", database, bus.client_of(broker)),
        subscribe(broker, handlers.service, pulls_of(broker, handlers, database)),
    )


if __name__ == "__main__":
    asyncio.run(main())
