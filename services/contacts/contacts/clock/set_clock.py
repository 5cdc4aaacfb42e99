"""Set the clock, in development."""

from datetime import datetime

from shared.database import Connection
from shared.refusals import Refusal

from contacts.clock.clock import Clock
from contacts.clock.commands import SetClock

UPSERT_SETTING = """
INSERT INTO clock_setting (single, real_at, shown_at, rate) VALUES (true, $1, $2, $3)
ON CONFLICT (single) DO UPDATE SET real_at = excluded.real_at, shown_at = excluded.shown_at,
    rate = excluded.rate
"""


class ClockIsReal(Refusal):
    """Only a clock of development can be set."""


async def set_clock(
    connection: Connection, clock: Clock, command: SetClock, real: datetime
) -> None:
    """Set the clock of all processes; this one follows at once, the others within a second."""
    await connection.execute(UPSERT_SETTING, real, command.shows, command.rate)
    await clock.read(connection)


async def let_clock_be_real(connection: Connection, clock: Clock) -> None:
    """Let the clock show the real time again."""
    await connection.execute("DELETE FROM clock_setting")
    await clock.read(connection)
