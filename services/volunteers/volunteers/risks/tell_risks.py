"""Tell a hole that comes near, once each at 72, 24 and 4 hours before its shift."""

from datetime import datetime
from uuid import UUID

from prometheus_client import Counter
from shared.database import Database
from shared.events.volunteers import ShiftAtRisk
from shared.outbox import outbox_row, record

from volunteers.persistence import save
from volunteers.risks.rules import hours_before
from volunteers.shifts.lock_shift import lock_shift
from volunteers.shifts.tables import Shift

TOLD = Counter("volunteers_holes_told", "Holes that were told to come near", ["hours"])

# Those of a surge have waves of their own. With OFFSET 0 each shift is looked up by itself: a join
# would read all holes and offers there ever were.
SELECT_NEAR = """
SELECT shift_id FROM shift
WHERE starts_at > $1 AND starts_at <= $1 + interval '72 hours' AND cancelled_at IS NULL
    AND filled < needed
    AND NOT EXISTS (SELECT FROM risk WHERE risk.shift_id = shift.shift_id AND hours =
        CASE WHEN starts_at <= $1 + interval '4 hours' THEN 4
            WHEN starts_at <= $1 + interval '24 hours' THEN 24 ELSE 72 END OFFSET 0)
    AND NOT EXISTS (SELECT FROM offer
        WHERE offer.shift_id = shift.shift_id AND reason = 'surge' OFFSET 0)
ORDER BY starts_at, shift_id
"""
# Of two processes, one inserts.
INSERT_RISK = """
INSERT INTO risk (shift_id, hours, told_at, holes, waves, next_wave_at, asked, accepted)
VALUES ($1, $2, $3, $4, 0, $3, 0, 0) ON CONFLICT DO NOTHING RETURNING true
"""
END_EARLIER = "UPDATE risk SET next_wave_at = NULL WHERE shift_id = $1 AND hours > $2"


async def tell_risks(database: Database, now: datetime) -> None:
    """Record each hole that has come within 72, 24 or 4 hours, and its event; one commit each.

    A hole that arises later is told within the hours that are left. Asking begins with it.
    """
    async with database.commit() as connection:
        near = [row["shift_id"] for row in await connection.fetch(SELECT_NEAR, now)]
    for shift_id in near:
        await _tell(database, shift_id, now)


async def _tell(database: Database, shift_id: UUID, now: datetime) -> None:
    async with database.commit() as connection:
        shift = await lock_shift(connection, shift_id)
        hours = hours_before(shift.starts_at, now)
        holes = shift.needed - shift.filled
        if hours is None or holes <= 0 or shift.cancelled_at is not None:
            return
        if not await connection.fetchval(INSERT_RISK, shift_id, hours, now, holes):
            return
        await connection.execute(END_EARLIER, shift_id, hours)
        shift.version += 1
        await save(connection, [shift], "version")
        await record(
            connection,
            outbox_row(
                _at_risk(shift, hours), aggregate_id=shift_id, version=shift.version, now=now
            ),
        )
    TOLD.labels(hours).inc()


def _at_risk(shift: Shift, hours: int) -> ShiftAtRisk:
    return ShiftAtRisk(
        shift_id=shift.shift_id,
        location_id=shift.location_id,
        channels=shift.channels,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        needed=shift.needed,
        filled=shift.filled,
        hours=hours,
    )
