"""Ask for listeners while a surge lasts: a wave every five minutes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shared.database import Connection, Database, raw
from shared.periodic import Step

from volunteers.matching.matching import Matching
from volunteers.offers.make_offers import Pair, make_offers
from volunteers.surges.open_surge_shifts import open_surge_shifts
from volunteers.surges.rules import ASKED_FOR_A_HOLE, NEXT_WAVE, OPEN_FOR
from volunteers.surges.tables import Surge

SELECT_LASTING = """
SELECT surge_id, until IS NULL AND next_wave_at <= $1 AS is_due FROM surge
WHERE until IS NULL OR until > $1::timestamptz - interval '1 day'
"""
# Its end waits for the wave that is being made, and withdraws its offers.
TAKE_SURGE = """
SELECT * FROM surge WHERE surge_id = $1 AND next_wave_at <= $2 AND until IS NULL
FOR UPDATE SKIP LOCKED
"""
SELECT_HOLES = """
SELECT shift_id, needed - filled AS holes FROM shift
WHERE shift_id = ANY($1) AND cancelled_at IS NULL AND filled < needed ORDER BY starts_at, shift_id
"""
SELECT_ASKED = "SELECT shift_id, volunteer_id FROM offer WHERE shift_id = ANY($1)"
KEEP_WAVE = "UPDATE surge SET next_wave_at = $2, asked = asked + $3 WHERE surge_id = $1"
COUNT_ACCEPTED = """
UPDATE surge SET accepted = counted.taken FROM (
    SELECT source_id, count(*) AS taken FROM offer
    WHERE reason = 'surge' AND state = 'accepted' AND source_id = ANY($1) GROUP BY source_id
) AS counted
WHERE surge_id = source_id AND accepted <> taken
"""


def asking_for_surges(matching: Matching) -> Step:
    """Return the step that opens the shifts of surges and asks whoever is next."""

    async def ask_for_surges(database: Database, now: datetime) -> None:
        async with database.commit() as connection:
            lasting = await connection.fetch(SELECT_LASTING, now)
            if lasting:
                await connection.execute(COUNT_ACCEPTED, [row["surge_id"] for row in lasting])
        for row in lasting:
            if row["is_due"]:
                await _ask(database, matching, row["surge_id"], now)

    return ask_for_surges


async def _ask(database: Database, matching: Matching, surge_id: UUID, now: datetime) -> None:
    """Open the shifts in one commit, and ask for them in the next: matching knows them then."""
    async with database.commit() as connection:
        surge = await _take(connection, surge_id, now)
        if surge is None:
            return
        shifts = [one.shift_id for one in await open_surge_shifts(connection, surge, now)]
    async with database.read() as session:
        await matching.follow(await raw(session), now)
    async with database.commit() as connection:
        if await _take(connection, surge_id, now) is None:
            return
        asked = await make_offers(
            connection,
            await _whom(connection, matching, shifts),
            reason="surge",
            source_id=surge_id,
            expires_at=now + OPEN_FOR,
            now=now,
        )
        await connection.execute(KEEP_WAVE, surge_id, now + NEXT_WAVE, len(asked.offers))


async def _take(connection: Connection, surge_id: UUID, now: datetime) -> Surge | None:
    row = await connection.fetchrow(TAKE_SURGE, surge_id, now)
    return Surge(**row) if row else None


async def _whom(connection: Connection, matching: Matching, shifts: Sequence[UUID]) -> list[Pair]:
    """Return who is asked for which shift now: three for each place, each person once."""
    rows = await connection.fetch(SELECT_ASKED, shifts)
    asked = {row["volunteer_id"] for row in rows}
    wanted: list[Pair] = []
    for shift_id, holes in await connection.fetch(SELECT_HOLES, shifts):
        most = holes * ASKED_FOR_A_HOLE
        ranked = matching.rank(shift_id, most + len(asked), chains=False)
        people = [one.volunteer_ids[0] for one in ranked]
        chosen = [person for person in people if person not in asked][:most]
        wanted += [(shift_id, person) for person in chosen]
        asked.update(chosen)
    return wanted
