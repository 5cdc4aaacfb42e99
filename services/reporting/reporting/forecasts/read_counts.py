"""The exact counts of attempts by the hour; they leave this room rounded, or as a ratio of sums.

An attempt counts as in the answer rate: answered or missed, no tests, and not those that came while
the line was closed, for which nobody is put on the roster.
"""

from collections import defaultdict
from datetime import date

from shared.database import Connection

from reporting.forecasts.rules.local_hours import SECONDS_AN_HOUR, midnight

HourlyCounts = dict[str, dict[int, int]]

SELECT_COUNTS = f"""
SELECT channel, (extract(epoch FROM at)::bigint / {SECONDS_AN_HOUR}) AS hour, count(*) AS count
FROM (
    SELECT channel, started_quarter AS at FROM contact
    WHERE kind <> 'test' AND started_quarter >= $1 AND started_quarter < $2
    UNION ALL
    SELECT channel, offered_quarter FROM missed_attempt
    WHERE reason <> 'closed' AND offered_quarter >= $1 AND offered_quarter < $2
) AS attempt
GROUP BY 1, 2
"""  # noqa: S608 (the number is ours)


async def read_counts(connection: Connection, first_day: date, until: date) -> HourlyCounts:
    """Return the attempts of each channel by the hour since 1970; an hour without any is absent.

    `until` is the day after the last one.
    """
    found: HourlyCounts = defaultdict(dict)
    rows = await connection.fetch(SELECT_COUNTS, midnight(first_day), midnight(until))
    for channel, hour, count in rows:
        found[channel][hour] = count
    return found
