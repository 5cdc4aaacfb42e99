"""Stop a proposal: the best roster so far is the result."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.reach import Reach

from volunteers.rosters.lock_proposal import lock_proposal
from volunteers.rosters.views import ProposalView, view_of_proposal

# One that no worker has begun is done with nothing.
UPDATE = """
UPDATE roster_proposal SET stop_asked_at = coalesce(stop_asked_at, $2),
    state = CASE WHEN state = 'waiting' THEN 'done' ELSE state END,
    ended_at = CASE WHEN state = 'waiting' THEN $2 ELSE ended_at END
WHERE proposal_id = $1 AND state IN ('waiting', 'running')
"""


async def stop_proposal(
    connection: Connection, proposal_id: UUID, *, reach: Reach, now: datetime
) -> ProposalView:
    """Ask the worker to stop, which it does within two seconds; a second time does nothing."""
    await lock_proposal(connection, proposal_id, reach)
    await connection.execute(UPDATE, proposal_id, now)
    return view_of_proposal(await lock_proposal(connection, proposal_id, reach))
