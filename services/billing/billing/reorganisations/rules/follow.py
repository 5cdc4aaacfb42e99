"""How a contract follows a reorganisation: rights and obligations pass to the new municipalities.

Article 44 of the Wet algemene regels herindeling. What a contract is for moves with the
inhabitants. A payer for many stays; a municipality that pays is followed by its successor, the
largest one where there are several. A contract of one municipality for itself is divided: every
other successor has a contract of its own for its part, on the same terms.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from billing.contracts.coverage import Coverage
from billing.reorganisations.rules.intervals import Passage, carry, common
from billing.reorganisations.rules.moves import Move


@dataclass(frozen=True, slots=True)
class Held:
    """A contract on the day: who pays, and what it is for on that day and later."""

    payer: str
    coverages: Sequence[Coverage]


@dataclass(frozen=True, slots=True)
class Followed:
    """A contract from the day on.

    `replaced` are rows that end, or never begin if they would begin later; `begun` are those in
    their place. `divided` are the rows of contracts of their own, by payer. `moves` are those by
    which it follows.
    """

    payer: str
    replaced: list[Coverage]
    begun: list[Coverage]
    divided: dict[str, list[Coverage]]
    moves: list[Move]

    def payer_after(self, move: Move) -> str:
        """Return who pays for what came by a move."""
        return move.to_code if move.to_code in self.divided else self.payer


def follow(held: Held, ways: Sequence[Passage], on: date) -> Followed | None:
    """Return how a contract goes on; None: the reorganisation does not concern it."""
    begun: list[Coverage] = []
    moves: list[Move] = []
    for passage in ways:
        arriving = [each for old in held.coverages if (each := _arrive(old, passage, on))]
        if arriving:
            moves.append(passage.move)
        begun += arriving
    starts = {passage.move.from_code for passage in ways}
    replaced = [old for old in held.coverages if old.code in starts]
    payer = held.payer
    if payer in starts:
        payer, way = _heir(held, ways)
        moves = moves or [way]
    if not moves:
        return None
    divided: dict[str, list[Coverage]] = defaultdict(list)
    if {old.code for old in held.coverages} == {held.payer}:
        for each in begun:
            if each.code != payer:
                divided[each.code].append(each)
    kept = [each for each in begun if each.code not in divided]
    return Followed(payer, replaced, kept, dict(divided), moves)


def ended(old: Coverage, on: date) -> Coverage | None:
    """Return a replaced row as it ends, the day before; None: it never begins."""
    if old.first_day >= on:
        return None
    return replace(old, last_day=on - timedelta(days=1), left_because="reorganised")


def _arrive(old: Coverage, passage: Passage, on: date) -> Coverage | None:
    """Return a row in its new municipality, from the day on or from its own first day."""
    arrived = carry(old, passage)
    if arrived is None or old.first_day >= on:
        return arrived
    return replace(arrived, first_day=on, came_from=old.code)


def _heir(held: Held, ways: Iterable[Passage]) -> tuple[str, Move]:
    """Return who pays in a municipality's place, and by which move.

    It does so itself if it goes on; else who has most of what it pays for of its own, the first
    of equal ones by code.
    """
    sizes = {
        passage.move: sum((_length(each, passage) for each in held.coverages), Fraction(0))
        for passage in ways
        if passage.move.from_code == held.payer
    }
    candidates = [move for move, size in sizes.items() if size] or list(sizes)
    heir = min(
        candidates,
        key=lambda move: (move.to_code != held.payer, -sizes[move], -move.share, move.to_code),
    )
    return heir.to_code, heir


def _length(coverage: Coverage, passage: Passage) -> Fraction:
    leaving = common(coverage, passage)
    return leaving[1] - leaving[0] if leaving else Fraction(0)
