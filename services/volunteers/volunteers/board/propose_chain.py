"""Propose a chain of the board as a swap: the two who are named are asked."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.reach import Reach

from volunteers.board.commands import ProposeChain
from volunteers.shifts.reach import require_shift
from volunteers.swaps.propose_swap import propose_swap
from volunteers.swaps.rules import Leg


async def propose_chain(
    connection: Connection, command: ProposeChain, reach: Reach, now: datetime
) -> None:
    """Propose that the first gives a shift and takes the hole, and the second takes that shift.

    Both shifts are within reach. Raises what `propose_swap` refuses.
    """
    first, given, second = map(UUID, command.chain.split(":"))
    await require_shift(connection, given, reach)
    legs = [Leg(first, given, command.shift), Leg(second, None, given)]
    await propose_swap(connection, legs, by=None, now=now)
