"""The shifts of some days with their places, from the projections; nothing of help seekers."""

from collections.abc import Sequence
from datetime import date

from shared.database import Connection

from reporting.days.rules.local_time import begins, ends
from reporting.days.rules.places import ShiftPlaces

SELECT_SHIFTS = """
SELECT location_id, starts_at, ends_at, needed, filled FROM shift
-- No shift is longer than a day, so the index on starts_at finds those of the days.
WHERE starts_at > $1::timestamptz - interval '1 day' AND starts_at < $2 AND ends_at > $1
  -- A lookup for each shift: a join reads all cancelled shifts of all years.
  AND (SELECT gone.shift_id FROM cancelled_shift AS gone WHERE gone.shift_id = shift.shift_id)
      IS NULL
"""


async def read_shifts(connection: Connection, days: Sequence[date]) -> list[ShiftPlaces]:
    """Return the shifts that last at any time of these days, which are in order."""
    rows = await connection.fetch(SELECT_SHIFTS, begins(days[0]), ends(days[-1]))
    return [ShiftPlaces(*row) for row in rows]
