"""The exact counts of a day, read in one statement; they are shown rounded only."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.database import Connection
from shared.month import TIME_ZONE

from reporting.days.rules.local_time import HOURS, begins, ends
from reporting.days.rules.shown import CHANNELS, REASONS, SOON_SECONDS, DayCounts

ANSWERED_AT, MISSED_OF, SOON = "answered at", "missed of", "soon"
# $1 and $2: from and until.
SELECT_DAY = f"""
WITH handled AS (
    SELECT extract(hour FROM started_quarter AT TIME ZONE '{TIME_ZONE.key}')::int AS hour,
        channel, kind, location_id, wait_seconds
    FROM contact WHERE started_quarter >= $1 AND started_quarter < $2 AND kind <> 'test'
), missed AS (
    SELECT extract(hour FROM offered_quarter AT TIME ZONE '{TIME_ZONE.key}')::int AS hour,
        reason, line_location_id
    FROM missed_attempt WHERE offered_quarter >= $1 AND offered_quarter < $2
)
SELECT 'answered' AS name, hour, NULL::uuid AS place, count(*) FROM handled GROUP BY 2
UNION ALL SELECT channel, 0, NULL, count(*) FROM handled WHERE kind = 'conversation' GROUP BY 1
UNION ALL SELECT '{SOON}', 0, NULL, count(*) FROM handled WHERE wait_seconds <= {SOON_SECONDS}
UNION ALL SELECT reason, hour, NULL, count(*) FROM missed GROUP BY 1, 2
UNION ALL SELECT '{ANSWERED_AT}', 0, location_id, count(*) FROM handled GROUP BY 3
UNION ALL SELECT '{MISSED_OF}', 0, line_location_id, count(*) FROM missed
    WHERE line_location_id IS NOT NULL GROUP BY 3
"""  # noqa: S608 (all of it is ours)


async def read_day(connection: Connection, day: date, until: datetime) -> DayCounts:
    """Return the counts of a day of Amsterdam, of the attempts that began before `until`."""
    found: dict[str, list[int]] = defaultdict(lambda: [0] * HOURS)
    places: dict[str, dict[UUID, int]] = {ANSWERED_AT: {}, MISSED_OF: {}}
    rows: list[Any] = await connection.fetch(SELECT_DAY, begins(day), min(until, ends(day)))
    for name, hour, place, count in rows:
        if place is None:
            found[name][hour] += count
        else:
            places[name][place] = count
    at, of = places[ANSWERED_AT], places[MISSED_OF]
    return DayCounts(
        answered=tuple(found["answered"]),
        missed={reason: tuple(found[reason]) for reason in REASONS},
        conversations={channel: sum(found[channel]) for channel in CHANNELS},
        answered_soon=found[SOON][0],
        by_location={place: (at.get(place, 0), of.get(place, 0)) for place in {*at, *of}},
    )
