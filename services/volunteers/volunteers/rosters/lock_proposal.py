"""Lock a proposal, and refuse one of locations beyond reach."""

from uuid import UUID

from shared.database import Connection
from shared.reach import Reach

from volunteers.rosters.rules import ProposalNotFound
from volunteers.rosters.tables import RosterProposal

# Without what is large: jsonb comes as text over this connection.
SELECT = """
SELECT proposal_id, first_day, last_day, location_ids, seconds_most, state, asked_at, started_at,
    heartbeat_at, stop_asked_at, ended_at, objective, bound
FROM roster_proposal WHERE proposal_id = $1 FOR NO KEY UPDATE
"""


async def lock_proposal(connection: Connection, proposal_id: UUID, reach: Reach) -> RosterProposal:
    """Return the proposal as it now is, locked; raises `ProposalNotFound` and `BeyondReach`."""
    row = await connection.fetchrow(SELECT, proposal_id)
    if row is None:
        raise ProposalNotFound(f"there is no proposal {proposal_id}")
    require_all(reach, row["location_ids"])
    return RosterProposal(**row)


def require_all(reach: Reach, location_ids: list[UUID]) -> None:
    """Raise `BeyondReach` if one of the locations is beyond reach."""
    for location_id in location_ids:
        reach.require(f"location {location_id}", location=location_id)
