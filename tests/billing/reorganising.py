"""A world of municipalities and contracts that is reorganised by the rules alone."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from billing.contracts.coverage import Coverage, covered_inhabitants
from billing.reorganisations.rules.follow import Held, ended, follow
from billing.reorganisations.rules.intervals import passages
from billing.reorganisations.rules.moves import Move


@dataclass
class Contract:
    """A contract, its payers by day and all of its rows."""

    payers: list[tuple[date, str]]
    rows: list[Coverage]
    told: list[tuple[date, Move]] = field(default_factory=list)


@dataclass
class World:
    """Municipalities with their inhabitants, and their contracts."""

    inhabitants: dict[str, int]
    contracts: list[Contract]

    def reorganise(self, moves: list[Move], on: date) -> None:
        ways = passages(moves, self.inhabitants)
        for contract in list(self.contracts):
            alive = [row for row in contract.rows if row.last_day >= on]
            found = follow(Held(contract.payers[-1][1], alive), ways, on)
            if found is None:
                continue
            kept = [row for row in contract.rows if row not in found.replaced]
            history = [each for row in found.replaced if (each := ended(row, on))]
            contract.rows = kept + history + found.begun
            contract.payers.append((on, found.payer))
            contract.told += [(on, move) for move in found.moves]
            self.contracts += [Contract([(on, one)], rows) for one, rows in found.divided.items()]
        arrived: Counter[str] = Counter()
        for move in moves:
            arrived[move.to_code] += int(move.share * self.inhabitants[move.from_code])
        for code in {move.from_code for move in moves}:
            del self.inhabitants[code]
        self.inhabitants |= {code: max(count, 1) for code, count in arrived.items()}

    def rows_on(self, day: date) -> list[Coverage]:
        rows = [row for contract in self.contracts for row in contract.rows]
        return [row for row in rows if row.first_day <= day <= row.last_day]


def check_covered(world: World, day: date, all_signed: bool) -> None:
    rows = world.rows_on(day)
    assert {row.code for row in rows} <= set(world.inhabitants), "what is no more covers nobody"
    for code, count in world.inhabitants.items():
        intervals = sorted(row.interval for row in rows if row.code == code)
        assert all(first[1] <= second[0] for first, second in pairwise(intervals))
        covered = sum(covered_inhabitants(row, count) for row in rows if row.code == code)
        assert covered <= count
        assert covered == count or not all_signed
