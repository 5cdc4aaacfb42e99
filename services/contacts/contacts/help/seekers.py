"""The help seekers who are connected to this process, and what they are told of the queue."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from shared.database import Connection

from contacts.clock.clock import Clock
from contacts.queue.rules.expectation import MEASURED_OVER, expect
from contacts.queue.rules.lifecycle import MISSED

Row = Mapping[str, Any]

LIST_OWN = """
WITH line AS (
    SELECT attempt_id, row_number() OVER (
        PARTITION BY channel ORDER BY NOT given_back, arrived_at, attempt_id
    ) AS place
    FROM attempt WHERE state IN ('waiting', 'offered')
)
SELECT attempt_id, attempt.state, arrived_at, ended_by, continued, attempt.connection_id, place,
    desk.gone_at IS NOT NULL AS listener_gone
FROM attempt LEFT JOIN line USING (attempt_id)
    LEFT JOIN desk ON desk.volunteer_id = answered_by
WHERE attempt_id = ANY ($1::uuid[])
"""
LIST_WAITS = """
SELECT wait_seconds FROM attempt
WHERE channel = 'chat' AND arrived_at > $1 AND wait_seconds IS NOT NULL
"""
LIST_HANDOVERS = """
SELECT attempt_id, partner,
    CASE WHEN outcome IS NULL THEN coalesce(answer, 'offered') ELSE outcome END AS step
FROM referral
WHERE attempt_id = ANY ($1::uuid[]) AND mode = 'warm_handover' ORDER BY made_at
"""


class Seeker(Protocol):
    """A help seeker's connection: a socket, or a form that asks again and again."""

    attempt_id: UUID
    connection_id: UUID

    def told(self, state: Mapping[str, Any]) -> None:
        """Take how the queue stands; it may be what was told before."""

    def tell_handover(self, partner: str, step: str) -> None:
        """Take how far a warm handover is; it may be what was told before."""

    def tell_away(self) -> None:
        """Take that the database cannot be reached."""

    def tell_elsewhere(self) -> None:
        """Take that the chat was opened in another place: this connection is over."""


class Seekers:
    """The help seekers of this process, by attempt."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.here: dict[UUID, Seeker] = {}

    def come(self, seeker: Seeker) -> None:
        """Connect a help seeker; a newer connection takes the place of an older, which is told."""
        older = self.here.get(seeker.attempt_id)
        self.here[seeker.attempt_id] = seeker
        if older is not None:
            older.tell_elsewhere()

    def go(self, seeker: Seeker) -> None:
        """Disconnect a help seeker, unless a newer connection has the place."""
        if self.here.get(seeker.attempt_id) is seeker:
            del self.here[seeker.attempt_id]

    def tell_away(self) -> None:
        """Tell all that the database cannot be reached."""
        for seeker in list(self.here.values()):
            seeker.tell_away()

    async def look(self, connection: Connection) -> None:
        """Tell each how the queue stands; who comes meanwhile is told by the next look."""
        here = dict(self.here)
        if not here:
            return
        now = self.clock.now()
        rows = await connection.fetch(LIST_OWN, list(here))
        waits: list[int] = []
        if any(row["place"] for row in rows):
            found = await connection.fetch(LIST_WAITS, now - MEASURED_OVER)
            waits = [row["wait_seconds"] for row in found]
        for row in rows:
            known = here[row["attempt_id"]]
            if self.here.get(known.attempt_id) is not known:
                continue
            if row["connection_id"] == known.connection_id:
                known.told(state_of(row, waits, now))
            else:
                known.tell_elsewhere()
        open_ones = [row["attempt_id"] for row in rows if row["state"] == "answered"]
        for row in await connection.fetch(LIST_HANDOVERS, open_ones) if open_ones else ():
            if seeker := self.here.get(row["attempt_id"]):
                seeker.tell_handover(row["partner"], row["step"])


def state_of(row: Row, waits: list[int], now: datetime) -> dict[str, Any]:
    """Return the frame that tells a help seeker how the queue stands (docs/chat.md)."""
    state = row["state"]
    if state in MISSED:
        return _frame("missed", reason=state)
    if state in ("ended", "registered"):
        return _frame("ended", endedBy=row["ended_by"])
    if state == "answered":
        return _frame("answered", continued=row["continued"], listenerGone=row["listener_gone"])
    expected = expect(waits, _seconds(now - row["arrived_at"]))
    return _frame(
        "waiting", place=row["place"], expectedWaitSeconds=expected.seconds,
        longer=expected.longer, continued=row["continued"],
    )  # fmt: skip


def _frame(phase: str, **more: Any) -> dict[str, Any]:
    return {"type": "state", "phase": phase, **more}


def _seconds(length: timedelta) -> int:
    return int(length.total_seconds())
