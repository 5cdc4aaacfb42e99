"""Which months have any attempt: two index lookups a month, however many rows there are."""

from datetime import datetime

from shared.database import Connection
from shared.month import TIME_ZONE, Month, month_of


def _newest_month_before(moment: str) -> str:
    """Return SQL for the newest month with attempts before `moment`, an SQL expression."""
    return f"""
    SELECT date_trunc('month', greatest(
        (SELECT started_quarter FROM contact WHERE kind <> 'test' AND started_quarter < {moment}
         ORDER BY started_quarter DESC LIMIT 1),
        (SELECT offered_quarter FROM missed_attempt WHERE offered_quarter < {moment}
         ORDER BY offered_quarter DESC LIMIT 1)
    ) AT TIME ZONE '{TIME_ZONE.key}') AS month
    """  # noqa: S608 (both are ours)


# Start at $1 and step back from month to month, not beyond $2. A month in it is midnight of its
# first day in Amsterdam, without a time zone.
SELECT_MONTHS = f"""
WITH RECURSIVE found AS (
    SELECT newest.month FROM ({_newest_month_before("$1")}) AS newest
    UNION ALL
    SELECT newest.month FROM found,
        LATERAL ({_newest_month_before(f"found.month AT TIME ZONE '{TIME_ZONE.key}'")}) AS newest
    WHERE found.month IS NOT NULL AND found.month AT TIME ZONE '{TIME_ZONE.key}' > $2
)
SELECT to_char(month, 'YYYY-MM') AS month FROM found
WHERE month AT TIME ZONE '{TIME_ZONE.key}' >= $2 ORDER BY month
"""  # noqa: S608 (the time zone is ours)


async def months_counted(connection: Connection, begins: datetime, ends: datetime) -> list[Month]:
    """Return the months between two beginnings of months that have any attempt, in order."""
    rows = await connection.fetch(SELECT_MONTHS, ends, begins)
    return [month_of(row["month"]) for row in rows]
