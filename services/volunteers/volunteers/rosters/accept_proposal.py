"""Accept a proposal, whole or in part: its places are offered to people, who say yes or no."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.reach import Reach

from volunteers.offers.make_offers import make_offers
from volunteers.rosters.commands import AcceptProposal
from volunteers.rosters.lock_proposal import lock_proposal
from volunteers.rosters.rules import OFFERED_FOR, NotProposed, check_done
from volunteers.rosters.views import AcceptedView, LeftOutView

SELECT_PROPOSED = """
SELECT shift_id, volunteer_id FROM proposed_place
WHERE proposal_id = $1 AND state = 'proposed' ORDER BY shift_id, volunteer_id
"""
UPDATE = """
UPDATE proposed_place SET state = $4
FROM unnest($2::uuid[], $3::uuid[]) AS chosen (shift_id, volunteer_id)
WHERE proposal_id = $1 AND proposed_place.shift_id = chosen.shift_id
    AND proposed_place.volunteer_id = chosen.volunteer_id
"""
Pair = tuple[UUID, UUID]


async def accept_proposal(
    connection: Connection, proposal_id: UUID, command: AcceptProposal, *, reach: Reach,
    now: datetime,
) -> AcceptedView:  # fmt: skip
    """Offer the chosen places for 72 hours; what a rule forbids by now is left out.

    Raises `ProposalNotDone`, and `NotProposed` for what is not proposed or was offered before.
    """
    proposal = await lock_proposal(connection, proposal_id, reach)
    check_done(proposal_id, proposal.state)
    rows = await connection.fetch(SELECT_PROPOSED, proposal_id)
    chosen = _chosen([(row["shift_id"], row["volunteer_id"]) for row in rows], command)
    asked = await make_offers(
        connection, chosen, reason="proposal", source_id=proposal_id,
        expires_at=now + OFFERED_FOR, now=now,
    )  # fmt: skip
    made = [(offer.shift_id, offer.volunteer_id) for offer in asked.offers]
    for pairs, state in ((made, "offered"), (list(asked.refused), "left_out")):
        shifts, people = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        await connection.execute(UPDATE, proposal_id, shifts, people, state)
    left_out = [
        LeftOutView(shift_id=pair[0], volunteer_id=pair[1], reason=refusal.code())
        for pair, refusal in asked.refused.items()
    ]
    return AcceptedView(proposal_id=proposal_id, offered=len(made), left_out=left_out)


def _chosen(proposed: list[Pair], command: AcceptProposal) -> list[Pair]:
    if command.places is None:
        return proposed
    wanted = [(one.shift_id, one.volunteer_id) for one in command.places]
    missing = sorted(set(wanted) - set(proposed))
    if missing:
        shift_id, volunteer_id = missing[0]
        raise NotProposed(
            f"shift {shift_id} with volunteer {volunteer_id} is not proposed, or was offered "
            "before: choose from the places of the proposal whose state is proposed"
        )
    return wanted
