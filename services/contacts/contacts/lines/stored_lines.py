"""The lines as they are stored."""

from collections.abc import Mapping
from typing import Any

import orjson
from shared.database import Connection

from contacts.lines.rules import OwnLine, Window

COLUMNS = (
    "number, kind, location_id, organisation, hours::text AS hours, closed_days, heard_outside"
)
FIND_LINE = f"SELECT {COLUMNS} FROM line WHERE number = $1"  # noqa: S608
LIST_LINES = f"""
SELECT {COLUMNS} FROM line
ORDER BY array_position('{{national,local,partner,surge}}', kind), number
"""  # noqa: S608
UPSERT_LINE = """
INSERT INTO line VALUES ($1, $2, $3, $4, $5::text::jsonb, $6, $7)
ON CONFLICT (number) DO UPDATE SET kind = excluded.kind, location_id = excluded.location_id,
    organisation = excluded.organisation, hours = excluded.hours,
    closed_days = excluded.closed_days, heard_outside = excluded.heard_outside
"""


async def load_line(connection: Connection, number: str) -> OwnLine | None:
    """Return the line of a number; None: it is not ours."""
    row = await connection.fetchrow(FIND_LINE, number)
    return None if row is None else line_of(row)


async def load_lines(connection: Connection) -> list[OwnLine]:
    """Return all lines: national, local, of partners, of surges."""
    return [line_of(row) for row in await connection.fetch(LIST_LINES)]


async def save_line(connection: Connection, line: OwnLine) -> None:
    """Save a line as it now is."""
    hours = None if line.hours is None else orjson.dumps(list(line.hours)).decode()
    await connection.execute(
        UPSERT_LINE, line.number, line.kind, line.location_id, line.organisation, hours,
        list(line.closed_days), line.heard_outside,
    )  # fmt: skip


def line_of(row: Mapping[str, Any]) -> OwnLine:
    """Return a line from a row that has its columns."""
    hours = None if row["hours"] is None else orjson.loads(row["hours"])
    known = {**row, "hours": hours and [Window(**window) for window in hours]}
    return OwnLine(**known)
