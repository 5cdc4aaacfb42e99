"""What the queue takes for the present.

In development it can be set to another moment and run faster, so that a night of a shift plays in
a minute. It is the same in all processes: it stands in the table `clock_setting`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shared.database import Connection, DatabaseAway

FIND_SETTING = "SELECT real_at, shown_at, rate FROM clock_setting"


@dataclass(frozen=True, slots=True)
class Setting:
    """At the real moment `real_at` the clock showed `shown_at`, and runs `rate` times as fast."""

    real_at: datetime
    shown_at: datetime
    rate: int

    def at(self, real: datetime) -> datetime:
        """Return what the clock shows at a real moment."""
        return self.shown_at + self.rate * (real - self.real_at)


class Clock:
    """The clock of a process; `read` follows what was set.

    Where it may have been set (`settable`), it shows nothing before it was read: a process that
    just started would write the real time beside times of the clock.
    """

    def __init__(self, *, settable: bool = False) -> None:
        self.setting: Setting | None = None
        self.known = not settable

    def now(self) -> datetime:
        """Return what the clock shows, in UTC: the real time unless it was set.

        Raises DatabaseAway before the clock of the database was read.
        """
        if not self.known:
            raise DatabaseAway("the clock was not read yet")
        real = datetime.now(UTC)
        return real if self.setting is None else self.setting.at(real)

    def real(self, shown: timedelta) -> timedelta:
        """Return how long a length of the clock takes in real time."""
        return shown if self.setting is None else shown / self.setting.rate

    async def read(self, connection: Connection) -> None:
        """Follow what was set, here or in another process."""
        row = await connection.fetchrow(FIND_SETTING)
        found = None if row is None else Setting(**dict(row))
        # What was asked before the clock was set here may be answered after it: it is older.
        if not (found and self.setting and found.real_at < self.setting.real_at):
            self.setting = found
        self.known = True
