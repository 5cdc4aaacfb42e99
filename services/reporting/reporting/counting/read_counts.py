"""The exact counts of help seekers in a month, read in one statement, hence of one moment.

All places are read at once: what may be shown of one place depends on the others.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.database import Connection
from shared.month import TIME_ZONE

from reporting.counting.rules.month_table import ELSEWHERE, WAITS


def _local(part: str, column: str) -> str:
    return f"extract({part} FROM {column} AT TIME ZONE '{TIME_ZONE.key}')::int::text"


WAIT = " ".join(f"WHEN wait_seconds <= {wait} THEN '{wait}'" for wait in WAITS[:-1])

# $1 and $2: from and until.
SELECT_COUNTS = f"""
WITH place AS (
    SELECT location_id, location_id::text AS name FROM location
), handled AS (
    SELECT contact.*, here.name AS place, line.name AS line_place,
        {_local("hour", "started_quarter")} AS hour,
        {_local("isodow", "started_quarter")} AS weekday,
        CASE {WAIT} ELSE '{WAITS[-1]}' END AS wait
    FROM contact LEFT JOIN place AS here USING (location_id)
        LEFT JOIN place AS line ON line.location_id = line_location_id
    WHERE started_quarter >= $1 AND started_quarter < $2 AND kind <> 'test'
), conversation AS (
    SELECT * FROM handled WHERE kind = 'conversation'
), subject AS (
    SELECT DISTINCT place, contact_id, channel, topic FROM conversation, unnest(topics) AS topic
), missed AS (
    SELECT missed_attempt.*, name AS place,
        {_local("hour", "offered_quarter")} AS hour,
        {_local("isodow", "offered_quarter")} AS weekday
    FROM missed_attempt LEFT JOIN place ON location_id = line_location_id
    WHERE offered_quarter >= $1 AND offered_quarter < $2
), referred AS (
    SELECT referral.*, name AS place
    FROM referral LEFT JOIN contact USING (contact_id) LEFT JOIN place USING (location_id)
    WHERE made_quarter >= $1 AND made_quarter < $2
), told (place, figure, cell, amount) AS (
    SELECT place, 'kinds', kind, count(*) FROM handled GROUP BY 1, 3
    UNION ALL SELECT line_place, 'line', 'answered', count(*) FROM handled GROUP BY 1
    UNION ALL SELECT place, 'answered_by_channel', channel, count(*) FROM handled GROUP BY 1, 3
    UNION ALL SELECT place, 'answered_by_hour', hour, count(*) FROM handled GROUP BY 1, 3
    UNION ALL SELECT place, 'answered_by_weekday', weekday, count(*) FROM handled GROUP BY 1, 3
    UNION ALL SELECT place, 'waits', wait, count(*) FROM handled GROUP BY 1, 3
    UNION ALL SELECT place, 'channels', channel, count(*) FROM conversation GROUP BY 1, 3
    UNION ALL SELECT place, 'topics_by_channel', topic || ' ' || channel, count(*)
        FROM subject GROUP BY 1, 3
    UNION ALL SELECT place, 'outcomes', outcome, count(*) FROM conversation GROUP BY 1, 3
    UNION ALL SELECT place, 'minutes', 'total', sum(duration_minutes) FROM conversation GROUP BY 1
    UNION ALL SELECT place, 'missed', reason, count(*) FROM missed GROUP BY 1, 3
    UNION ALL SELECT place, 'unanswered_by_channel', channel, count(*)
        FROM missed WHERE reason <> 'closed' GROUP BY 1, 3
    UNION ALL SELECT place, 'missed_by_hour', hour, count(*) FROM missed GROUP BY 1, 3
    UNION ALL SELECT place, 'missed_by_weekday', weekday, count(*) FROM missed GROUP BY 1, 3
    UNION ALL SELECT place, 'referral_modes', mode, count(*) FROM referred GROUP BY 1, 3
    UNION ALL SELECT place, 'referral_partners', partner, count(*) FROM referred GROUP BY 1, 3
    UNION ALL SELECT place, 'handovers', outcome, count(*)
        FROM referred JOIN handover USING (referral_id)
        WHERE referred.mode = 'warm_handover' GROUP BY 1, 3
)
SELECT coalesce(place, '{ELSEWHERE}') AS place, figure, cell, amount FROM told
"""  # noqa: S608 (every part of it is ours)
SELECT_REGIONS = "SELECT location_id::text AS name, region FROM location"


@dataclass(frozen=True)
class Counts:
    """Counts by place, figure and name (absent is zero), and the region of each location."""

    places: Mapping[str, Mapping[str, Mapping[str, int]]]
    regions: Mapping[str, str]


async def read_counts(connection: Connection, begins: datetime, until: datetime) -> Counts:
    """Return the counts of the attempts from `begins` to `until`, of all places.

    A handover counts in the month of its referral. The caller reads in one transaction what has
    to be of one moment.
    """
    places: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for place, figure, cell, amount in await connection.fetch(SELECT_COUNTS, begins, until):
        of = places[place][figure]
        of[cell] = of.get(cell, 0) + int(amount)
    regions = {row["name"]: row["region"] for row in await connection.fetch(SELECT_REGIONS)}
    return Counts({name: dict(of) for name, of in places.items()}, regions)
