"""Schemas, accounts, streams and consumers as the code wants them: `-m sensoor.platform.provision`.

One program for all, because its imports take far longer than its work. SENSOOR_DATABASES holds
the databases' URLs, as JSON by service; without it only the bus is provisioned. A service's own
`migrate` does the same for its database alone, `sensoor bus apply` for the bus.
"""

import asyncio
import json
import os

from shared.migrations import migrate, migrations_of

from sensoor.bus import plan as bus_plan
from sensoor.bus.connection import Bus
from sensoor.bus.environment import bus_in_environment
from sensoor.services import handlers


def provision(there: Bus, databases: dict[str, str]) -> None:
    """Migrate each database to its newest version, then apply the plan of the bus."""
    for service, url in databases.items():
        print(f"schema of {service}", flush=True)
        migrate(url, migrations_of(service))
    print("accounts, streams and consumers", flush=True)
    asyncio.run(bus_plan.apply(there, handlers()))


if __name__ == "__main__":
    provision(bus_in_environment(), json.loads(os.environ.get("SENSOOR_DATABASES", "{}")))
