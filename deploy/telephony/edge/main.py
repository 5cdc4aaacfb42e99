"""The process: `sensoor-edge`."""

import asyncio
import logging
import sys

import httpx
from pydantic import ValidationError

from edge.contacts import Contacts
from edge.day_tokens import DayTokens
from edge.deliveries import Deliveries
from edge.exchange import Exchange
from edge.settings import Settings

# A question to a call that waits is answered after ten seconds at the latest.
TIMEOUT = httpx.Timeout(15, connect=1)
# Each caller who waits holds a connection.
LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=100)


async def run(settings: Settings) -> None:
    """Stand between Kamailio and contacts; never returns."""
    async with httpx.AsyncClient(
        base_url=settings.contacts_url, timeout=TIMEOUT, limits=LIMITS
    ) as client:
        contacts = Contacts(client, settings.keys)
        await Exchange(settings, contacts, Deliveries(contacts), DayTokens()).stay()


def main() -> None:
    """Run the edge until it is ended."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    try:
        settings = Settings()
    except ValidationError as wrong:
        for error in wrong.errors(include_url=False, include_context=False, include_input=False):
            name = ".".join(map(str, error["loc"])).upper() or "settings"
            sys.stderr.write(f"{name}: {error['msg']}\n")
        sys.exit(2)
    asyncio.run(run(settings))


if __name__ == "__main__":
    main()
