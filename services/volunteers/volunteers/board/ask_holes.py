"""Ask for the holes of a day: the best for each open place."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.reach import Reach

from volunteers.board import queries
from volunteers.board.rules import ASKED_FOR_A_PLACE
from volunteers.matching.matching import Matching
from volunteers.offers.ask_people import ask_people
from volunteers.offers.commands import AskPeople

# So many are looked through for some who were not asked yet.
LOOKED_THROUGH = 60


async def ask_holes(
    connection: Connection,
    shift_ids: Sequence[UUID],
    reach: Reach,
    now: datetime,
    matching: Matching,
) -> int:
    """Make offers for the holes of these shifts; return how many. The first shift chooses first.

    For each open place that nobody is asked for yet three people are. Nobody is asked for two of
    the holes at once, nor again for one that they declined.
    """
    await matching.follow(connection, now)
    shifts = await queries.shifts_by_id(connection, shift_ids)
    answers = await queries.answers_for(connection, shift_ids)
    passed = {(one.shift_id, one.volunteer_id) for one in answers}
    asked: set[UUID] = set()
    chosen: dict[UUID, list[UUID]] = {}
    for hole in (shifts[shift_id] for shift_id in shift_ids):
        open_offers = sum(one.state == "open" for one in answers if one.shift_id == hole.shift_id)
        most = max(0, hole.holes * ASKED_FOR_A_PLACE - open_offers)
        ranked = matching.rank(hole.shift_id, LOOKED_THROUGH, False)
        free = [
            one.volunteer_ids[0]
            for one in ranked
            if one.volunteer_ids[0] not in asked
            and (hole.shift_id, one.volunteer_ids[0]) not in passed
        ]
        chosen[hole.shift_id] = free[:most]
        asked |= set(free[:most])
    made = 0
    # Shifts are locked in the order of their ids.
    for shift_id, people in sorted(chosen.items()):
        if people:
            command = AskPeople(volunteer_ids=people)
            answer = await ask_people(connection, shift_id, command, reach, now)
            made += len(answer.offers)
    return made
