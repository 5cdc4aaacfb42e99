"""The lease of a service's relay: one process at a time leads, while it renews the lease.

It is a row in the service's database and expires by the database's clock. A leader that is
stopped, cut off or dead therefore loses the lease within seconds.

The lease saves work; the order does not depend on it. A leader that resumes after its lease expired
may publish beside the new one. Both publish the same rows in order, and the bus drops every id that
it has, so each event still comes once, and after the earlier ones of its aggregate.
"""

import os
import secrets
import socket

from shared.database import Connection

LEASE_SECONDS = 6.0
RENEW_SECONDS = 2.0

TAKE = """
INSERT INTO relay_lease (holder, expires_at)
VALUES ($1, clock_timestamp() + make_interval(secs => $2))
ON CONFLICT (single) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
WHERE relay_lease.holder = excluded.holder OR relay_lease.expires_at < clock_timestamp()
RETURNING true
"""
GIVE_UP = "UPDATE relay_lease SET expires_at = '-infinity' WHERE holder = $1"


def new_holder() -> str:
    """Return the name of one relay: host (a pod's name), process, and a few random letters."""
    return f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"


async def take(connection: Connection, holder: str) -> bool:
    """Take or renew the lease for six seconds; return whether `holder` has it now."""
    return bool(await connection.fetchval(TAKE, holder, LEASE_SECONDS))


async def give_up(connection: Connection, holder: str) -> None:
    """Let the next relay take the lease at once."""
    await connection.execute(GIVE_UP, holder)
