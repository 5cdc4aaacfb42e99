"""Which open line somebody comes by: of a number that was called, or of the address of a page."""

from dataclasses import dataclass
from uuid import UUID

from shared.database import Connection
from shared.events.vocabulary import Province

from contacts.surges.rules import SurgeKind, SurgeLineClosed

FIND_OPEN = "SELECT surge_id FROM surge WHERE until IS NULL AND (number = $1 OR slug = $2)"
FIND_LINE = "SELECT kind, region FROM surge WHERE until IS NULL AND slug = $1"


@dataclass(frozen=True, slots=True)
class OpenLine:
    """What a help seeker is told of an open line."""

    kind: SurgeKind
    region: Province


async def find_open_surge(
    connection: Connection, number: str | None = None, slug: str | None = None
) -> UUID | None:
    """Return the surge of the open line with this number, or this address; None: there is none."""
    found: UUID | None = await connection.fetchval(FIND_OPEN, number, slug)
    return found


async def require_open_surge(connection: Connection, slug: str) -> UUID:
    """Return the surge of the open line with this address; raises SurgeLineClosed."""
    found = await find_open_surge(connection, slug=slug)
    if found is None:
        raise SurgeLineClosed("this line is not open: begin a chat without it")
    return found


async def find_open_line(connection: Connection, slug: str) -> OpenLine | None:
    """Return what the page of this address tells of its line; None: it is not open."""
    row = await connection.fetchrow(FIND_LINE, slug)
    return OpenLine(**row) if row else None
