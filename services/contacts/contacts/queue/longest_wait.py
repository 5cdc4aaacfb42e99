"""How long the one who waits longest has waited, for the alert.

Of a chat that lost its listener that is since its arrival: it is the more urgent.
"""

from prometheus_client import Gauge
from shared.database import raw
from sqlmodel.ext.asyncio.session import AsyncSession

LONGEST_WAIT = Gauge("longest_wait_seconds", "Wait of the help seeker who waits longest now")
FIND_LONGEST = """
SELECT coalesce(extract(epoch FROM now() - min(arrived_at)), 0)::int FROM attempt
WHERE state IN ('waiting', 'offered') AND channel <> 'email'
"""


async def find_longest_wait(session: AsyncSession) -> int:
    """Return the longest wait, in seconds; 0 while nobody waits."""
    seconds: int = await (await raw(session)).fetchval(FIND_LONGEST)
    return max(0, seconds)
