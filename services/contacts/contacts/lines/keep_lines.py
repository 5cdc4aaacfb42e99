"""Keep our numbers, and take one away."""

from collections.abc import Sequence

from shared.database import Connection

from contacts.lines.lock_numbers import lock_numbers
from contacts.lines.rules import OwnLine, check_free, check_line, check_lines
from contacts.lines.stored_lines import save_line

DELETE_OTHERS = "DELETE FROM line WHERE number <> ALL ($1::text[])"
# One that is open has its number here as well: it cannot be changed or removed.
LIST_PREPARED = "SELECT number, slug FROM surge_line WHERE number = ANY ($1::text[])"


async def keep_lines(connection: Connection, lines: Sequence[OwnLine]) -> None:
    """Keep these lines and no others. Calls that came are not changed.

    Raises LinesNotRight, NumberOfAccidentLine.
    """
    check_lines(lines)
    await _save(connection, lines)
    await connection.execute(DELETE_OTHERS, [line.number for line in lines])


async def keep_line(connection: Connection, line: OwnLine) -> None:
    """Keep one line beside the others; raises LinesNotRight, NumberOfAccidentLine."""
    check_line(line)
    await _save(connection, [line])


async def remove_line(connection: Connection, number: str) -> None:
    """Take a number away: whoever calls it hears that it is not ours."""
    await connection.execute("DELETE FROM line WHERE number = $1", number)


async def _save(connection: Connection, lines: Sequence[OwnLine]) -> None:
    await lock_numbers(connection)
    rows = await connection.fetch(LIST_PREPARED, [line.number for line in lines])
    check_free(lines, {row["number"]: row["slug"] for row in rows})
    for line in lines:
        await save_line(connection, line)
