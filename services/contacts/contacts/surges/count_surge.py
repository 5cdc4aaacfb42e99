"""The report of a line: counted from what is registered, which stays, whenever it is asked for.

So a correction, or a chat that is registered a day after the closing, is in it. Attempts of the
queue are forgotten after two days; of them only those count that are answered and not registered.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from shared.database import Connection
from shared.events.vocabulary import MissedReason

from contacts.surges.rules import Report, bars_of, every_unit, unit_of, wait_of
from contacts.surges.views import SurgeView

COUNT_ANSWERED = """
SELECT count(*) AS answered, count(DISTINCT volunteer_id) AS listeners,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY wait_seconds) AS median_wait,
    percentile_disc(0.9) WITHIN GROUP (ORDER BY wait_seconds) AS slowest_wait
FROM contact WHERE surge_id = $1 AND kind <> 'test'
"""
COUNT_OPEN = """
SELECT count(*) FROM attempt WHERE surge_id = $1 AND state IN ('answered', 'ended')
"""
COUNT_MISSED = """
SELECT reason, count(*) FROM missed_attempt
WHERE surge_id = $1 AND cooled_down IS NOT TRUE GROUP BY reason ORDER BY reason
"""
COUNT_UNITS = """
SELECT date_trunc($2, came_at, 'Europe/Amsterdam') AS begins,
    count(*) FILTER (WHERE answered) AS answered, count(*) FILTER (WHERE NOT answered) AS missed
FROM (
    SELECT started_at - make_interval(secs => wait_seconds) AS came_at, true AS answered
    FROM contact WHERE surge_id = $1 AND kind <> 'test'
    UNION ALL SELECT arrived_at, true
    FROM attempt WHERE surge_id = $1 AND state IN ('answered', 'ended')
    UNION ALL SELECT offered_at, false
    FROM missed_attempt WHERE surge_id = $1 AND cooled_down IS NOT TRUE
) AS came GROUP BY begins
"""


async def count_surge(connection: Connection, surge: SurgeView, now: datetime) -> Report:
    """Return the report of a line, be it open or closed."""
    contacts = await connection.fetchrow(COUNT_ANSWERED, surge.surge_id)
    assert contacts is not None
    still_open: int = await connection.fetchval(COUNT_OPEN, surge.surge_id)
    rows = await connection.fetch(COUNT_MISSED, surge.surge_id)
    missed: Mapping[MissedReason, int] = {row["reason"]: row["count"] for row in rows}
    until = surge.until or now
    unit = unit_of(surge.since, until)
    counted = {
        row["begins"].astimezone(UTC): (row["answered"], row["missed"])
        for row in await connection.fetch(COUNT_UNITS, surge.surge_id, unit)
    }
    measured = contacts["answered"]
    return Report(
        answered=measured + still_open,
        open=still_open,
        missed=missed,
        median_wait=wait_of(measured, contacts["median_wait"]),
        slowest_wait=wait_of(measured, contacts["slowest_wait"]),
        listeners=contacts["listeners"],
        unit=unit,
        bars=bars_of(every_unit(unit, surge.since, until), counted),
    )
