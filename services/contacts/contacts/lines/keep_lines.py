"""Keep our numbers, and take one away."""

from collections.abc import Sequence

from shared.database import Connection

from contacts.lines.rules import OwnLine, check_line, check_lines
from contacts.lines.stored_lines import save_line

DELETE_OTHERS = "DELETE FROM line WHERE number <> ALL ($1::text[])"


async def keep_lines(connection: Connection, lines: Sequence[OwnLine]) -> None:
    """Keep these lines and no others; raises LinesNotRight. Calls that came are not changed."""
    check_lines(lines)
    await connection.execute(DELETE_OTHERS, [line.number for line in lines])
    for line in lines:
        await save_line(connection, line)


async def keep_line(connection: Connection, line: OwnLine) -> None:
    """Keep one line beside the others; raises LinesNotRight."""
    check_line(line)
    await save_line(connection, line)


async def remove_line(connection: Connection, number: str) -> None:
    """Take a number away: whoever calls it hears that it is not ours."""
    await connection.execute("DELETE FROM line WHERE number = $1", number)
