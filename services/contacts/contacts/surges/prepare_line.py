"""Prepare a line, change it, or remove it: for whoever acts for the nation."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from asyncpg import UniqueViolationError
from shared.database import Connection

from contacts.lines.lock_numbers import lock_numbers
from contacts.surges.commands import ChangeLine, PrepareLine
from contacts.surges.rules import (
    NoSuchSurgeLine,
    NumberTaken,
    SurgeLineOpen,
    check_not_own,
    next_slug,
)
from contacts.surges.views import SurgeLineView

# Two who prepare at once would give one address to two lines.
LOCK_LINES = "SELECT pg_advisory_xact_lock(hashtextextended('contacts.surge_lines', 0))"
LIST_SLUGS = "SELECT slug FROM surge_line UNION SELECT slug FROM surge"
INSERT_LINE = """
INSERT INTO surge_line (line_id, slug, region, kind, number, listeners_wanted)
VALUES ($1, $2, $3, $4, $5, $6) RETURNING *
"""
UPDATE_LINE = """
UPDATE surge_line SET kind = $2, number = $3, listeners_wanted = $4 WHERE line_id = $1 RETURNING *
"""
LOCK_LINE = "SELECT * FROM surge_line WHERE line_id = $1 FOR UPDATE"
IS_OPEN = "SELECT EXISTS (SELECT FROM surge WHERE line_id = $1 AND until IS NULL)"
FIND_OWN_KIND = "SELECT kind FROM line WHERE number = $1"
TAKEN = "another prepared line has this number: give each its own, or leave it out"


async def prepare_line(connection: Connection, command: PrepareLine) -> SurgeLineView:
    """Keep a line that can be opened with one click. Raises NumberTaken, NumberOfOwnLine."""
    await connection.execute(LOCK_LINES)
    await _require_not_own(connection, command.number)
    taken = [row["slug"] for row in await connection.fetch(LIST_SLUGS)]
    row = await _saved(
        connection, INSERT_LINE, uuid4(), next_slug(command.region, taken), command.region,
        command.kind, command.number, command.listeners_wanted,
    )  # fmt: skip
    return SurgeLineView(**row, surge_id=None)


async def change_line(connection: Connection, line_id: UUID, command: ChangeLine) -> SurgeLineView:
    """Change a line that is closed.

    Raises NoSuchSurgeLine, SurgeLineOpen, NumberTaken, NumberOfOwnLine.
    """
    await _require_closed(connection, line_id)
    await _require_not_own(connection, command.number)
    row = await _saved(
        connection, UPDATE_LINE, line_id, command.kind, command.number, command.listeners_wanted
    )
    return SurgeLineView(**row, surge_id=None)


async def remove_line(connection: Connection, line_id: UUID) -> None:
    """Remove a line that is closed; what was opened by it stays. Removing it again does nothing.

    Raises SurgeLineOpen.
    """
    try:
        await _require_closed(connection, line_id)
    except NoSuchSurgeLine:
        return
    await connection.execute("DELETE FROM surge_line WHERE line_id = $1", line_id)


async def lock_line(connection: Connection, line_id: UUID) -> Mapping[str, Any]:
    """Return a prepared line, locked until the commit; raises NoSuchSurgeLine."""
    row: Mapping[str, Any] | None = await connection.fetchrow(LOCK_LINE, line_id)
    if row is None:
        raise NoSuchSurgeLine(f"there is no prepared line {line_id}")
    return row


async def _require_closed(connection: Connection, line_id: UUID) -> None:
    await lock_line(connection, line_id)
    if await connection.fetchval(IS_OPEN, line_id):
        raise SurgeLineOpen("this line is open: close it first")


async def _require_not_own(connection: Connection, number: str | None) -> None:
    if number is not None:
        await lock_numbers(connection)
        check_not_own(number, await connection.fetchval(FIND_OWN_KIND, number))


async def _saved(connection: Connection, statement: str, *values: Any) -> Mapping[str, Any]:
    try:
        row: Mapping[str, Any] | None = await connection.fetchrow(statement, *values)
    except UniqueViolationError:
        raise NumberTaken(TAKEN) from None
    assert row is not None
    return row
