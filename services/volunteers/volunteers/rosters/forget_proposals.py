"""Forget proposals 90 days after they ended: an old one says nothing about today."""

from shared.database import Connection
from shared.retention import ROWS_A_COMMIT, changed_rows

OLD = "ended_at < now() - interval '90 days'"
DELETE_PLACES = f"""
DELETE FROM proposed_place WHERE (proposal_id, shift_id, volunteer_id) IN (
    SELECT proposal_id, shift_id, volunteer_id
    FROM proposed_place JOIN roster_proposal USING (proposal_id) WHERE {OLD} LIMIT $1
)
"""  # noqa: S608
DELETE = f"""
DELETE FROM roster_proposal WHERE proposal_id IN (
    SELECT proposal_id FROM roster_proposal WHERE {OLD}
    AND NOT EXISTS (SELECT FROM proposed_place
        WHERE proposed_place.proposal_id = roster_proposal.proposal_id) LIMIT $1
)
"""  # noqa: S608


async def forget_proposals(connection: Connection) -> int:
    """Delete at most as many rows as a commit takes, places first; return how many."""
    places = changed_rows(await connection.execute(DELETE_PLACES, ROWS_A_COMMIT))
    return places or changed_rows(await connection.execute(DELETE, ROWS_A_COMMIT))
