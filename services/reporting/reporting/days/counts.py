"""The exact counts of a day, read in one statement; they are shown rounded only."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, get_args
from uuid import UUID

from shared.database import Connection
from shared.events.vocabulary import MisuseKind
from shared.month import TIME_ZONE

from reporting.days.rules.local_time import HOURS, begins, ends
from reporting.days.rules.shown import (
    CHANNELS,
    REASONS,
    SOON_SECONDS,
    CallCounts,
    DayCounts,
)

ANSWERED_AT, MISSED_OF, SOON = "answered at", "missed of", "soon"
NOT_SAID = "misuse not said"
# $1 and $2: from and until.
SELECT_DAY = f"""
WITH handled AS (
    SELECT extract(hour FROM started_quarter AT TIME ZONE '{TIME_ZONE.key}')::int AS hour,
        channel, kind, location_id, wait_seconds, redial, misuse_kind
    FROM contact WHERE started_quarter >= $1 AND started_quarter < $2 AND kind <> 'test'
), missed AS (
    SELECT extract(hour FROM offered_quarter AT TIME ZONE '{TIME_ZONE.key}')::int AS hour,
        reason, line_location_id, channel, redial, cooled_down
    FROM missed_attempt WHERE offered_quarter >= $1 AND offered_quarter < $2
), call AS (
    SELECT hour, redial, 'answered' AS how FROM handled WHERE channel = 'telephone'
    UNION ALL
    SELECT hour, redial, CASE reason WHEN 'closed' THEN reason ELSE 'unanswered' END FROM missed
    WHERE channel = 'telephone'
)
SELECT 'answered' AS name, hour, NULL::uuid AS place, count(*) FROM handled GROUP BY 2
UNION ALL SELECT channel, 0, NULL, count(*) FROM handled WHERE kind = 'conversation' GROUP BY 1
UNION ALL SELECT '{SOON}', 0, NULL, count(*) FROM handled WHERE wait_seconds <= {SOON_SECONDS}
UNION ALL SELECT reason, hour, NULL, count(*) FROM missed GROUP BY 1, 2
UNION ALL SELECT '{ANSWERED_AT}', 0, location_id, count(*) FROM handled GROUP BY 3
UNION ALL SELECT '{MISSED_OF}', 0, line_location_id, count(*) FROM missed
    WHERE line_location_id IS NOT NULL GROUP BY 3
UNION ALL SELECT 'call ' || how, hour, NULL, count(*) FROM call GROUP BY 1, 2
UNION ALL SELECT 'first ' || how, hour, NULL, count(*) FROM call WHERE NOT redial GROUP BY 1, 2
UNION ALL SELECT CASE redial WHEN true THEN 'redials' WHEN false THEN 'first' ELSE 'untold' END,
    0, NULL, count(*) FROM call GROUP BY 1
UNION ALL SELECT 'cooled down', 0, NULL, count(*) FROM missed WHERE cooled_down
UNION ALL SELECT coalesce('misuse ' || misuse_kind, '{NOT_SAID}'), 0, NULL, count(*) FROM handled
    WHERE kind = 'misuse' GROUP BY 1
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
        calls=_calls(found),
    )


def _calls(found: Mapping[str, Sequence[int]]) -> CallCounts:
    kinds: tuple[MisuseKind, ...] = get_args(MisuseKind)
    return CallCounts(
        answered=tuple(found["call answered"]),
        unanswered=tuple(found["call unanswered"]),
        first_answered=tuple(found["first answered"]),
        first_unanswered=tuple(found["first unanswered"]),
        first=found["first"][0],
        redials=found["redials"][0],
        untold=found["untold"][0],
        cooled_down=found["cooled down"][0],
        misuse={None: found[NOT_SAID][0]} | {kind: found[f"misuse {kind}"][0] for kind in kinds},
    )
