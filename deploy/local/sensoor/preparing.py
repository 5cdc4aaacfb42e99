"""`python -m sensoor.preparing`: schemas, streams and consumers as the code wants them.

One program for all: what it imports takes far longer than what it does. The databases' URLs
come in SENSOOR_DATABASES, as JSON by service; without it only the bus is prepared. A service's
own `migrate` does the same for its database alone.
"""

import asyncio
import json
import os

from shared.migrations import migrate, migrations_of

from sensoor.services import handlers
from shared import bus


def prepare(nats_url: str, databases: dict[str, str]) -> None:
    """Brings each database to its newest version, then makes the streams and consumers."""
    for service, url in databases.items():
        print(f"schema of {service}", flush=True)
        migrate(url, migrations_of(service))
    print("streams and consumers", flush=True)
    asyncio.run(bus.provision(nats_url, handlers()))


if __name__ == "__main__":
    prepare(os.environ["NATS_URL"], json.loads(os.environ.get("SENSOOR_DATABASES", "{}")))
