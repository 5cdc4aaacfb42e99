"""How long the letter that waits longest has waited for its answer, for the alert."""

from prometheus_client import Gauge
from shared.database import raw
from sqlmodel.ext.asyncio.session import AsyncSession

OLDEST_LETTER = Gauge("oldest_letter_seconds", "Age of the oldest letter without an answer")
# One that was taken waits too, until its answer is sent.
FIND_OLDEST = """
SELECT coalesce(extract(epoch FROM now() - min(arrived_at)), 0)::int FROM attempt
WHERE channel = 'email' AND state IN ('waiting', 'answered')
"""


async def find_oldest_letter(session: AsyncSession) -> int:
    """Return the age of the oldest letter that has no answer, in seconds; 0 where none waits."""
    seconds: int = await (await raw(session)).fetchval(FIND_OLDEST)
    return max(0, seconds)
