"""How a need of the nation is spread over locations."""

from collections.abc import Mapping
from uuid import UUID


def spread(need: int, people: Mapping[UUID, int], room: Mapping[UUID, int]) -> dict[UUID, int]:
    """Return how many of `need` each location fills, by its people, at most its room.

    Largest remainder, ties by the order of the ids; what finds no room is spread over those that
    have some. The sum is `need`, or less where all are full or nobody is there.
    """
    shares = dict.fromkeys(people, 0)
    while left := need - sum(shares.values()):
        open_here = {
            one: weight for one, weight in people.items() if weight > 0 and shares[one] < room[one]
        }
        if not open_here:
            break
        for one, more in _largest_remainder(left, open_here).items():
            shares[one] = min(shares[one] + more, room[one])
    return shares


def _largest_remainder(seats: int, weights: Mapping[UUID, int]) -> dict[UUID, int]:
    whole = sum(weights.values())
    shares = {one: seats * weight // whole for one, weight in weights.items()}
    rest = {one: seats * weight % whole for one, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda one: (-rest[one], one))
    for one in by_remainder[: seats - sum(shares.values())]:
        shares[one] += 1
    return shares
