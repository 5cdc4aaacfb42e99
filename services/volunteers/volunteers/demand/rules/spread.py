"""How a need of the nation is spread over locations."""

from collections.abc import Mapping
from math import floor
from uuid import UUID

# Multiples of it, without their whole part, lie evenly between 0 and 1 however many there are.
GOLDEN_RATIO = 0.6180339887498949


def spread(
    need: int, people: Mapping[UUID, int], room: Mapping[UUID, int], turn: int
) -> dict[UUID, int]:
    """Return how many of `need` each location fills, by its people, at most its room.

    Each has its exact share rounded down or up. Which ones are rounded up changes with the turn, so
    that over the turns each has its share: by largest remainder the small ones would never have a
    night. What finds no room is spread over those that have some. The sum is `need`, or less where
    all are full or nobody is there.
    """
    shares = dict.fromkeys(people, 0)
    while left := need - sum(shares.values()):
        open_here = {
            one: weight for one, weight in people.items() if weight > 0 and shares[one] < room[one]
        }
        if not open_here:
            break
        for one, more in _rounded(left, open_here, turn * GOLDEN_RATIO % 1).items():
            shares[one] = min(shares[one] + more, room[one])
    return shares


def _rounded(seats: int, weights: Mapping[UUID, int], start: float) -> dict[UUID, int]:
    """Return the shares by systematic rounding: how many whole numbers each stretch holds."""
    whole, weight, before = sum(weights.values()), 0, 0
    shares = {}
    for one in sorted(weights):
        weight += weights[one]
        upto = floor(seats * weight / whole + start)
        shares[one] = upto - before
        before = upto
    return shares
