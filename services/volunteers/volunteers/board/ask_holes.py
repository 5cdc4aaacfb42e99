"""Ask for the holes of a day: the best for each open place."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.reach import Reach

from volunteers.board import queries
from volunteers.board.rules import choose
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
    """Make offers for the holes of these shifts; return how many.

    For each open place that nobody is asked for yet up to three people are: first one for each
    place of all the shifts, then a second, then a third. Nobody is asked for two of the shifts at
    once, nor again for one that they declined.
    """
    await matching.follow(connection, now)
    shifts = await queries.shifts_by_id(connection, shift_ids)
    answers = await queries.answers_for(connection, shift_ids)
    passed = {(one.shift_id, one.volunteer_id) for one in answers}
    offered = Counter(one.shift_id for one in answers if one.state == "open")
    best = {
        shift_id: [
            one.volunteer_ids[0]
            for one in matching.rank(shift_id, LOOKED_THROUGH, False)
            if (shift_id, one.volunteer_ids[0]) not in passed
        ]
        for shift_id in shift_ids
    }
    chosen = choose({one: shifts[one].holes for one in shift_ids}, offered, best)
    made = 0
    # Shifts are locked in the order of their ids.
    for shift_id, people in sorted(chosen.items()):
        command = AskPeople(volunteer_ids=people)
        answer = await ask_people(connection, shift_id, command, reach, now)
        made += len(answer.offers)
    return made
