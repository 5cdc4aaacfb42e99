"""A service whose process dies of one event: `python -m tests.faults.poison_service`."""

import asyncio
import os

from shared.database import Database
from shared.events.envelope import Envelope
from shared.events.volunteers import LocationOpened
from shared.handlers import Handlers
from shared.relay import run_relay
from shared.settings import Settings
from shared.subscriber import subscribe
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from shared import bus


async def keep_location_or_die(session: AsyncSession, event: Envelope[LocationOpened]) -> None:
    """Keep the name; a poisonous one ends the process at once."""
    if event.data.name == "poison":
        os._exit(9)
    connection = await session.connection()
    await connection.execute(text("INSERT INTO effect VALUES (:name)"), {"name": event.data.name})


handlers = Handlers(service="poison", each={LocationOpened: keep_location_or_die})


async def main() -> None:
    """Handle events until killed."""
    database = Database(os.environ["DATABASE_URL"])
    broker = await bus.connect("poison", Settings(), on_closed=lambda: os._exit(1))
    await asyncio.gather(
        run_relay("poison", database, bus.client_of(broker)),
        subscribe(broker, handlers, database),
    )


if __name__ == "__main__":
    asyncio.run(main())
