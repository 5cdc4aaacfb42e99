"""Let one at a time give a number: to a line of ours, or to an accident line that is prepared."""

from shared.database import Connection

LOCK_NUMBERS = "SELECT pg_advisory_xact_lock(hashtextextended('contacts.numbers', 0))"


async def lock_numbers(connection: Connection) -> None:
    """Let no other transaction give numbers until the commit: no constraint spans two tables."""
    await connection.execute(LOCK_NUMBERS)
