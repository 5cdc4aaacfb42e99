"""The exact figures of a month: one statement over the projections, hence one moment.

They are for the rules only: nothing of them is shown before disclosure control
(`month_report.py`).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from shared.database import Connection

from reporting.rules.month import TIME_ZONE, Month

# $1 and $2: the month's first moment and the next month's; $3: the location, or null; $4: year.
MONTH_FIGURES = f"""
WITH handled AS (
    SELECT * FROM contact
    WHERE started_quarter >= $1 AND started_quarter < $2 AND kind <> 'test'
), answered AS (
    SELECT * FROM handled WHERE $3::uuid IS NULL OR location_id = $3
), conversation AS (
    SELECT * FROM answered WHERE kind = 'conversation'
), missed AS (
    SELECT * FROM missed_attempt
    WHERE offered_quarter >= $1 AND offered_quarter < $2
      AND ($3::uuid IS NULL OR line_location_id = $3)
), referred AS (
    SELECT referral.* FROM referral
    WHERE made_quarter >= $1 AND made_quarter < $2
      AND ($3::uuid IS NULL
           OR contact_id IN (SELECT contact_id FROM contact WHERE location_id = $3))
), covered AS (
    SELECT volunteer_id, least(ends_at, $2) - greatest(starts_at, $1) AS duration
    FROM shift JOIN shift_place USING (shift_id)
    WHERE taken AND starts_at < $2 AND ends_at > $1 AND ($3::uuid IS NULL OR location_id = $3)
      AND NOT EXISTS (SELECT FROM cancelled_shift WHERE cancelled_shift.shift_id = shift.shift_id)
)
SELECT 'kinds' AS figure, kind AS cell, count(*)::numeric AS amount FROM answered GROUP BY cell
UNION ALL SELECT 'line', 'answered', count(*) FROM handled
    WHERE $3::uuid IS NULL OR line_location_id = $3
UNION ALL SELECT 'missed', reason, count(*) FROM missed GROUP BY reason
UNION ALL SELECT 'channels', channel, count(*) FROM conversation GROUP BY channel
UNION ALL SELECT 'topics', topic, count(DISTINCT contact_id)
    FROM conversation, unnest(topics) AS topic GROUP BY topic
UNION ALL SELECT 'outcomes', outcome, count(*) FROM conversation GROUP BY outcome
UNION ALL SELECT 'minutes', 'total', coalesce(sum(duration_minutes), 0) FROM conversation
UNION ALL SELECT 'answered_by_hour',
    extract(hour FROM started_quarter AT TIME ZONE '{TIME_ZONE.key}')::int::text, count(*)
    FROM answered GROUP BY 2
UNION ALL SELECT 'missed_by_hour',
    extract(hour FROM offered_quarter AT TIME ZONE '{TIME_ZONE.key}')::int::text, count(*)
    FROM missed GROUP BY 2
UNION ALL SELECT 'referral_modes', mode, count(*) FROM referred GROUP BY mode
UNION ALL SELECT 'referral_partners', partner, count(*) FROM referred GROUP BY partner
UNION ALL SELECT 'roster', 'hours', coalesce(sum(extract(epoch FROM duration)) / 3600, 0)
    FROM covered
UNION ALL SELECT 'roster', 'volunteers', count(DISTINCT volunteer_id) FROM covered
UNION ALL SELECT 'settlement', cell, amount FROM settlement, LATERAL (VALUES
    ('participating', participating_inhabitants::numeric), ('eligible', eligible_inhabitants),
    ('budget', budget), ('numerator', price_numerator), ('denominator', price_denominator),
    ('printed', price_printed)) AS part (cell, amount) WHERE year = $4 AND $3::uuid IS NULL
UNION ALL SELECT 'invoiced', cell, amount FROM (
    SELECT count(*)::numeric AS invoices, coalesce(sum(total), 0) AS total
    FROM invoice WHERE period = $4 AND $3::uuid IS NULL
) AS year, LATERAL (VALUES ('invoices', invoices), ('total', total)) AS part (cell, amount)
"""  # noqa: S608 (the time zone is ours)


@dataclass(frozen=True)
class Figures:
    """Exact counts by figure and cell: `count("kinds", "conversation")`; absent is nought."""

    amounts: Mapping[str, Mapping[str, Decimal]]

    def amount(self, figure: str, cell: str) -> Decimal:
        """Return one cell."""
        return self.amounts.get(figure, {}).get(cell, Decimal(0))

    def count(self, figure: str, cell: str) -> int:
        """Return one cell that is a count."""
        return int(self.amount(figure, cell))

    def sum(self, figure: str) -> int:
        """Return the sum of a figure's cells."""
        return int(sum(self.amounts.get(figure, {}).values()))


async def read_figures(connection: Connection, month: Month, location_id: UUID | None) -> Figures:
    """Read a month's figures, of one location or (None) of the whole country."""
    amounts: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in await connection.fetch(
        MONTH_FIGURES, month.begins, month.ends, location_id, month.year
    ):
        amounts[row["figure"]][row["cell"]] = row["amount"]
    return Figures(amounts)
