"""Propose a swap of one's own shift: for another shift, or to whoever takes it over."""

from datetime import datetime
from uuid import UUID

from pydantic import Field
from shared.database import Connection
from shared.http import Command, View
from shared.refusals import Refusal
from shared.strict import Id

from volunteers.admission.lock_volunteer import lock_volunteers
from volunteers.swaps.propose_swap import propose_swap
from volunteers.swaps.rules import Leg

SELECT_WHO_IS_IN = """
SELECT volunteer_id FROM place WHERE shift_id = $1 AND volunteer_id <> $2 ORDER BY volunteer_id
"""


class NobodyToSwapWith(Refusal):
    """Nobody else is in the shift that is wanted."""


class WantSwap(Command):
    """What somebody gives and, but for a takeover, would take; both by the ids of shifts."""

    gives: Id
    takes: Id | None = None


class Proposed(View):
    """To how many people a swap was proposed; 0: it is open to all."""

    to: int = Field(ge=0)


async def propose(
    connection: Connection, volunteer_id: UUID, wanted: WantSwap, now: datetime
) -> Proposed:
    """Propose a takeover that is open to all, or an exchange to each who is in the wanted shift.

    A volunteer is not told who that is before a swap is between them. Raises what `propose_swap`
    does, where nobody may swap, and `NobodyToSwapWith`.
    """
    if wanted.takes is None:
        legs = [Leg(volunteer_id, wanted.gives, None), Leg(None, None, wanted.gives)]
        await propose_swap(connection, legs, by=volunteer_id, now=now)
        return Proposed(to=0)
    rows = await connection.fetch(SELECT_WHO_IS_IN, wanted.takes, volunteer_id)
    people: list[UUID] = [row["volunteer_id"] for row in rows]
    # All at once, by id: each proposal locks its own two, and then shifts.
    await lock_volunteers(connection, [volunteer_id, *people])
    refusals: list[Refusal] = []
    for other in people:
        legs = [
            Leg(volunteer_id, wanted.gives, wanted.takes), Leg(other, wanted.takes, wanted.gives)
        ]  # fmt: skip
        try:
            await propose_swap(connection, legs, by=volunteer_id, now=now)
        except Refusal as refusal:  # before anything of this proposal is written
            refusals.append(refusal)
    if not people:
        raise NobodyToSwapWith(
            f"nobody else is in shift {wanted.takes}: take a place in it, or choose another shift"
        )
    if len(refusals) == len(people):
        raise refusals[0]
    return Proposed(to=len(people) - len(refusals))
