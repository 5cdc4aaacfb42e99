"""Find the line that was called, and whether it is open."""

from dataclasses import dataclass
from datetime import datetime

from shared.database import Connection

from contacts.lines.rules import OwnLine, is_open
from contacts.lines.stored_lines import load_line


@dataclass(frozen=True, slots=True)
class Called:
    """A line that is called now."""

    line: OwnLine
    is_open: bool


async def find_line(connection: Connection, number: str, now: datetime) -> Called | None:
    """Return the line of a number and whether it is open now; None: the number is not ours."""
    line = await load_line(connection, number)
    return None if line is None else Called(line, is_open(line, now))
