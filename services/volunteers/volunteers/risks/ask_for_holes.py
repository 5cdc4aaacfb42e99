"""Ask for holes that come near, in waves: those who may, have rested, and were not asked yet."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection, Database, raw
from shared.periodic import Step

from volunteers.matching.matching import Matching
from volunteers.offers.make_offers import make_offers
from volunteers.risks.rules import ASKED_FOR_A_HOLE, open_until, wave_after
from volunteers.risks.tables import Risk

SELECT_DUE = "SELECT true FROM risk WHERE next_wave_at <= $1 ORDER BY next_wave_at LIMIT 1"
# Two processes never take the same wave, and none waits for the other.
TAKE_WAVE = """
SELECT * FROM risk WHERE next_wave_at <= $1 ORDER BY next_wave_at, shift_id LIMIT 1
FOR UPDATE SKIP LOCKED
"""
SELECT_SHIFT = """
SELECT starts_at, CASE WHEN cancelled_at IS NULL THEN needed - filled ELSE 0 END AS holes
FROM shift WHERE shift_id = $1
"""
# Whoever declined is not asked again; whoever gave no answer is, when the hole has come nearer.
SELECT_ASKED = """
SELECT volunteer_id FROM offer WHERE shift_id = $1
    AND (made_at >= $2 OR state IN ('open', 'declined'))
"""
SELECT_STANDBY = """
SELECT volunteer_id FROM standby WHERE shift_id = $1 AND kind = 'standby'
ORDER BY since, volunteer_id
"""
KEEP_WAVE = """
UPDATE risk SET waves = waves + $3, next_wave_at = $4, asked = asked + $5
WHERE shift_id = $1 AND hours = $2
"""


def asking_for_holes(matching: Matching) -> Step:
    """Return the step that asks whoever is next, by the ranking of matching."""

    async def ask_for_holes(database: Database, now: datetime) -> None:
        async with database.read() as session:
            connection = await raw(session)
            if not await connection.fetchval(SELECT_DUE, now):
                return
            await matching.follow(connection, now)
        while await _ask_next(database, matching, now):
            pass

    return ask_for_holes


async def _ask_next(database: Database, matching: Matching, now: datetime) -> bool:
    """Ask the people of one wave that is due, in one commit; return whether there was one."""
    async with database.commit() as connection:
        row = await connection.fetchrow(TAKE_WAVE, now)
        if row is None:
            return False
        risk = Risk(**row)
        starts_at, holes = await connection.fetchrow(SELECT_SHIFT, risk.shift_id)
        people = await _whom(connection, matching, risk, holes) if starts_at > now else []
        asked = await make_offers(
            connection,
            [(risk.shift_id, one) for one in people],
            reason="at_risk",
            source_id=risk.shift_id,
            expires_at=open_until(risk.hours, starts_at, now),
            now=now,
        )
        count = len(asked.offers)
        # A wave that finds nobody is none: somebody may be free the next time.
        waves = risk.waves + bool(count)
        again = wave_after(risk.hours, waves, starts_at, now) if holes > 0 else None
        await connection.execute(
            KEEP_WAVE, risk.shift_id, risk.hours, int(bool(count)), again, count
        )
        return True


async def _whom(connection: Connection, matching: Matching, risk: Risk, holes: int) -> list[UUID]:
    """Return who is asked now: those who stand by alone, then three for each hole by rank."""
    rows = await connection.fetch(SELECT_ASKED, risk.shift_id, risk.told_at)
    asked = {row["volunteer_id"] for row in rows}
    if risk.waves == 0:
        rows = await connection.fetch(SELECT_STANDBY, risk.shift_id)
        waiting = [row["volunteer_id"] for row in rows if row["volunteer_id"] not in asked]
        if waiting:
            return waiting
    most = max(holes, 0) * ASKED_FOR_A_HOLE
    ranked = matching.rank(risk.shift_id, most + len(asked), chains=False)
    found = [person for one in ranked for person in one.volunteer_ids if person not in asked]
    return found[:most]
