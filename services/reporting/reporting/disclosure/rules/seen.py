"""What possible worlds have shown: by how much each count may differ from the true one."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from reporting.disclosure.rules.attack import Cell
from reporting.disclosure.rules.decision import Exposed
from reporting.disclosure.rules.suppression import Table
from reporting.disclosure.rules.threshold import MINIMUM

WIDTH = MINIMUM - 1e-4  # HiGHS keeps equations to a tolerance


@dataclass
class Seen:
    """By how much cells were seen to differ from their true counts, at least and at most.

    What is possible stays so when more is hidden.
    """

    least: dict[Cell, float] = field(default_factory=lambda: defaultdict(float))
    most: dict[Cell, float] = field(default_factory=lambda: defaultdict(float))

    def is_wide(self, cell: Cell) -> bool:
        """Say whether the cell was seen ten apart."""
        return self.most[cell] - self.least[cell] >= WIDTH

    def exposed(self, table: Table, cell: Cell) -> Exposed:
        """Return between which counts the cell was seen."""
        count = table.counts[cell]
        return Exposed(cell, count + self.least[cell], count + self.most[cell])

    def add(self, world: Mapping[Cell, float]) -> None:
        """Note one more possible world: the differences of its cells from their true counts."""
        for cell, difference in world.items():
            if difference < self.least[cell]:
                self.least[cell] = difference
            elif difference > self.most[cell]:
                self.most[cell] = difference
