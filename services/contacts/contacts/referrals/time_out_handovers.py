"""Settle the warm handovers whose time is over."""

from datetime import datetime

from shared.database import Connection

from contacts.referrals.rules import is_due
from contacts.referrals.settle_handover import settle_handover
from contacts.referrals.views import handover_of

# The few that are open: the index `referral_open` holds no others. One that is locked is being
# answered, connected or timed out by somebody else.
LOCK_OVERDUE = """
SELECT * FROM referral
WHERE outcome IS NULL AND answer_by IS NOT NULL AND answer_by <= $1
ORDER BY answer_by FOR UPDATE SKIP LOCKED
"""


async def time_out_handovers(connection: Connection, now: datetime) -> int:
    """Settle as `timed_out` what was not answered, or not connected, in time; return how many.

    An answer that comes later has no effect.
    """
    rows = await connection.fetch(LOCK_OVERDUE, now)
    due = [row for row in rows if is_due(handover_of(row), now)]
    for row in due:
        await settle_handover(connection, row, "timed_out", now)
    return len(due)
