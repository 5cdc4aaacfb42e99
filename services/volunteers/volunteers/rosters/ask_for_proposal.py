"""Ask for a proposed roster: a row that a worker takes up."""

from datetime import datetime
from uuid import UUID, uuid4

from shared.database import Connection
from shared.reach import Reach

from volunteers.amsterdam import day_of
from volunteers.locations.rules import UnknownLocation
from volunteers.rosters.commands import AskProposal
from volunteers.rosters.lock_proposal import require_all
from volunteers.rosters.rules import check_period
from volunteers.rosters.tables import RosterProposal
from volunteers.rosters.views import ProposalView, view_of_proposal

SELECT_LOCATIONS = """
SELECT location_id FROM location
WHERE CASE WHEN $1::uuid[] IS NULL THEN closed_on IS NULL OR closed_on > $2
    ELSE location_id = ANY($1) END
ORDER BY location_id
"""
INSERT = """
INSERT INTO roster_proposal (proposal_id, first_day, last_day, location_ids, seconds_most, asked_at,
    state, progress, gaps, prices)
VALUES ($1, $2, $3, $4, $5, $6, 'waiting', '[]', '[]', '[]')
"""


async def ask_for_proposal(
    connection: Connection, command: AskProposal, *, reach: Reach, now: datetime
) -> ProposalView:
    """Insert the job; a worker begins within two seconds where one is free."""
    check_period(command.first_day, command.last_day, day_of(now))
    row = RosterProposal(
        proposal_id=uuid4(),
        first_day=command.first_day,
        last_day=command.last_day,
        location_ids=await _locations(connection, command, reach),
        seconds_most=command.seconds,
        asked_at=now,
    )
    await connection.execute(
        INSERT, row.proposal_id, row.first_day, row.last_day, row.location_ids, row.seconds_most,
        row.asked_at,
    )  # fmt: skip
    return view_of_proposal(row)


async def _locations(connection: Connection, command: AskProposal, reach: Reach) -> list[UUID]:
    """Return the locations that are meant; raises `UnknownLocation` and `BeyondReach`."""
    wanted = sorted(set(command.location_ids)) or sorted(reach.locations) or None
    if wanted:
        require_all(reach, wanted)
    rows = await connection.fetch(SELECT_LOCATIONS, wanted, command.first_day)
    found = [row["location_id"] for row in rows]
    missing = set(wanted or ()) - set(found)
    if missing or not found:
        told = ", ".join(sorted(map(str, missing))) or "at all"
        raise UnknownLocation(f"there is no location {told}: see GET /v1/locations")
    return found
