"""Which part of the old municipalities becomes which part of the new, exactly.

Take the inhabitants of a municipality as the interval from 0 to 1. Its outflows divide it in the
order of where they go; the inflows of a new one divide that in the order of where they come from,
each as long as its inhabitants are many. Between the two an interval moves linearly. So parts that
had nobody in common have nobody in common afterwards, and all of the old ones fill the new.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from billing.contracts.coverage import Coverage
from billing.reorganisations.rules.moves import Move

Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Passage:
    """A move, with the interval that leaves the old municipality and what it is of the new."""

    move: Move
    leaves: Interval
    arrives: Interval


def passages(moves: Iterable[Move], inhabitants: Mapping[str, int]) -> list[Passage]:
    """Return the intervals of complete moves; `inhabitants` are those of each `from`."""
    ordered = sorted(moves, key=lambda move: (move.from_code, move.to_code))
    weights = {move: move.share * inhabitants[move.from_code] for move in ordered}
    arriving: dict[str, Fraction] = defaultdict(Fraction)
    for move, weight in weights.items():
        arriving[move.to_code] += weight
    left: dict[str, Fraction] = defaultdict(Fraction)
    arrived: dict[str, Fraction] = defaultdict(Fraction)
    found = []
    for move, weight in weights.items():
        part = weight / arriving[move.to_code]
        start, place = left[move.from_code], arrived[move.to_code]
        found.append(Passage(move, (start, start + move.share), (place, place + part)))
        left[move.from_code] += move.share
        arrived[move.to_code] += part
    return found


def common(coverage: Coverage, passage: Passage) -> Interval | None:
    """Return what of a coverage leaves by a passage; None: nothing does."""
    start, end = coverage.interval
    first, last = max(start, passage.leaves[0]), min(end, passage.leaves[1])
    return (first, last) if coverage.code == passage.move.from_code and first < last else None


def carry(coverage: Coverage, passage: Passage) -> Coverage | None:
    """Return what of a coverage moves, in its new municipality; None: nothing does."""
    leaving = common(coverage, passage)
    if leaving is None:
        return None
    from_, until = (_moved(bound, passage) for bound in leaving)
    of = lcm(from_.denominator, until.denominator)
    return replace(
        coverage,
        code=passage.move.to_code,
        part_from=int(from_ * of),
        part_until=int(until * of),
        part_of=of,
    )


def _moved(place: Fraction, passage: Passage) -> Fraction:
    (start, end), (to_start, to_end) = passage.leaves, passage.arrives
    return to_start + (place - start) / (end - start) * (to_end - to_start)
