"""The exact figures of a month, read in one statement, hence of one moment.

Nothing of them is shown before disclosure control (`assemble_report.py`). Counts of help seekers
are read for all places at once: what may be shown of one place depends on the others.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from shared.database import Connection
from shared.month import TIME_ZONE, Month

from reporting.month_report.rules.month_table import ELSEWHERE

# $1 and $2: from and until; $3: the location of the roster, or null for the country; $4: the year.
SELECT_MONTH_FIGURES = f"""
WITH place AS (
    SELECT location_id, location_id::text AS name FROM location
), handled AS (
    SELECT contact.*, here.name AS place, line.name AS line_place,
        extract(hour FROM started_quarter AT TIME ZONE '{TIME_ZONE.key}')::int::text AS hour
    FROM contact LEFT JOIN place AS here USING (location_id)
        LEFT JOIN place AS line ON line.location_id = line_location_id
    WHERE started_quarter >= $1 AND started_quarter < $2 AND kind <> 'test'
), conversation AS (
    SELECT * FROM handled WHERE kind = 'conversation'
), missed AS (
    SELECT missed_attempt.*, name AS place,
        extract(hour FROM offered_quarter AT TIME ZONE '{TIME_ZONE.key}')::int::text AS hour
    FROM missed_attempt LEFT JOIN place ON location_id = line_location_id
    WHERE offered_quarter >= $1 AND offered_quarter < $2
), referred AS (
    SELECT referral.*, name AS place
    FROM referral LEFT JOIN contact USING (contact_id) LEFT JOIN place USING (location_id)
    WHERE made_quarter >= $1 AND made_quarter < $2
), covered AS (
    SELECT volunteer_id, least(ends_at, $2) - greatest(starts_at, $1) AS duration
    FROM shift JOIN shift_place USING (shift_id)
    -- No shift is longer than a day, so the index on starts_at finds those of the month.
    WHERE taken AND starts_at < $2 AND starts_at > $1::timestamptz - interval '1 day'
      AND ends_at > $1 AND ($3::uuid IS NULL OR location_id = $3)
      -- A lookup for each shift: a join reads all cancelled shifts of all years.
      AND (SELECT gone.shift_id FROM cancelled_shift AS gone WHERE gone.shift_id = shift.shift_id)
          IS NULL
), told (place, figure, cell, amount) AS (
    SELECT place, 'kinds', kind, count(*)::numeric FROM handled GROUP BY 1, 3
    UNION ALL SELECT line_place, 'line', 'answered', count(*) FROM handled GROUP BY 1
    UNION ALL SELECT place, 'answered_by_hour', hour, count(*) FROM handled GROUP BY 1, 3
    UNION ALL SELECT place, 'channels', channel, count(*) FROM conversation GROUP BY 1, 3
    UNION ALL SELECT place, 'topics', topic, count(DISTINCT contact_id)
        FROM conversation, unnest(topics) AS topic GROUP BY 1, 3
    UNION ALL SELECT place, 'outcomes', outcome, count(*) FROM conversation GROUP BY 1, 3
    UNION ALL SELECT place, 'minutes', 'total', sum(duration_minutes) FROM conversation GROUP BY 1
    UNION ALL SELECT place, 'missed', reason, count(*) FROM missed GROUP BY 1, 3
    UNION ALL SELECT place, 'missed_by_hour', hour, count(*) FROM missed GROUP BY 1, 3
    UNION ALL SELECT place, 'referral_modes', mode, count(*) FROM referred GROUP BY 1, 3
    UNION ALL SELECT place, 'referral_partners', partner, count(*) FROM referred GROUP BY 1, 3
)
SELECT coalesce(place, '{ELSEWHERE}') AS place, figure, cell, amount FROM told
UNION ALL SELECT name, 'kinds', 'conversation', 0 FROM place
UNION ALL SELECT '', 'roster', 'hours', coalesce(sum(extract(epoch FROM duration)) / 3600, 0)
    FROM covered
UNION ALL SELECT '', 'roster', 'volunteers', count(DISTINCT volunteer_id) FROM covered
UNION ALL SELECT '', 'settlement', cell, amount FROM settlement, LATERAL (VALUES
    ('participating', participating_inhabitants::numeric), ('eligible', eligible_inhabitants),
    ('budget', budget), ('numerator', price_numerator), ('denominator', price_denominator),
    ('printed', price_printed)) AS part (cell, amount) WHERE year = $4 AND $3::uuid IS NULL
UNION ALL SELECT '', 'invoiced', cell, amount FROM (
    SELECT count(*) FILTER (WHERE credits IS NULL)::numeric AS invoices,
        coalesce(sum(total), 0) AS total
    FROM invoice WHERE period = $4 AND reason IS DISTINCT FROM 'course' AND $3::uuid IS NULL
) AS year, LATERAL (VALUES ('invoices', invoices), ('total', total)) AS part (cell, amount)
"""  # noqa: S608 (the time zone is ours)


@dataclass(frozen=True)
class Figures:
    """Exact numbers by figure and cell: `count("roster", "volunteers")`; absent is zero."""

    amounts: Mapping[str, Mapping[str, Decimal]]

    def amount(self, figure: str, cell: str) -> Decimal:
        """Return the amount of one cell."""
        return self.amounts.get(figure, {}).get(cell, Decimal(0))

    def count(self, figure: str, cell: str) -> int:
        """Return the count of one cell."""
        return int(self.amount(figure, cell))


@dataclass(frozen=True)
class MonthFigures:
    """Counts of help seekers by place, figure and cell; `rest` is all else, of one place."""

    places: Mapping[str, Mapping[str, Mapping[str, int]]]
    rest: Figures


async def read_figures(
    connection: Connection, month: Month, until: datetime, location_id: UUID | None
) -> MonthFigures:
    """Return a month's figures up to `until`; the roster is of one location or of the country."""
    places: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    rest: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for place, figure, cell, amount in await connection.fetch(
        SELECT_MONTH_FIGURES, month.begins, until, location_id, month.year
    ):
        if place:
            of = places[place][figure]
            of[cell] = of.get(cell, 0) + int(amount)
        else:
            rest[figure][cell] = amount
    return MonthFigures(places, Figures(rest))
