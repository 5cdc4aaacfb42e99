"""Who will probably say yes: one number, from what is known of wishes, fairness and history."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from volunteers.matching.rules.asking import wish
from volunteers.matching.rules.facts import PARTS, Person, Shift

Wish = Literal["gladly", "can", "unknown"]
# Fairness counts the places of four weeks: those before the shift's day, and that day.
FAIR_DAYS = 28
MOST = 99
POINTS: dict[Wish, int] = {"gladly": 2, "can": 1, "unknown": 0}


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a person is asked before or after another.

    `shifts` counts their places in the four weeks up to and with the day of the shift, `taken` how
    often they had this day part before; `accepted` and `declined` count their answers to offers.
    `from_home`: they work for another location.
    """

    wish: Wish
    shifts: int
    taken: int
    accepted: int
    declined: int
    from_home: bool


def reasons_of(person: Person, slots: Sequence[int], shift: Shift) -> Reasons:
    """Return what is known of a person with places in these day parts, ascending, for a shift."""
    day = shift.day.toordinal()
    end = bisect_left(slots, (day + 1) * PARTS)
    part = shift.slot % PARTS
    before = slots[: bisect_left(slots, day * PARTS)]
    return Reasons(
        wish=_WISHES[wish(person, shift)],
        shifts=end - bisect_left(slots, (day + 1 - FAIR_DAYS) * PARTS),
        taken=person.taken_before[part] + sum(slot % PARTS == part for slot in before),
        accepted=person.accepted,
        declined=person.declined,
        from_home=person.location_id != shift.location_id,
    )


def score_of(reasons: Reasons) -> int:
    """Return the rank as a number; the highest is asked first.

    Gladly before can before unknown; then the fewest shifts in four weeks; then how often they took
    this day part; then the share of offers that they accepted, where one answer more each way is
    supposed, so that who was never asked stands between.
    """
    yes = (reasons.accepted + 1) / (reasons.accepted + reasons.declined + 2)
    digits = (
        POINTS[reasons.wish],
        MOST - min(reasons.shifts, MOST),
        min(reasons.taken, MOST),
        round(MOST * yes),
    )
    score = 0
    for digit in digits:
        score = score * (MOST + 1) + digit
    return score


_WISHES: dict[int | None, Wish] = {None: "unknown", 1: "can", 2: "gladly"}
