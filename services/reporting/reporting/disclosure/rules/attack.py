"""The cells of tables, and the equations with which a reader attacks them."""

from dataclasses import dataclass
from functools import cached_property

Cell = tuple[str, ...]


@dataclass(frozen=True)
class Equation:
    """`total` is the sum of `parts`."""

    total: Cell
    parts: tuple[Cell, ...]

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All cells of the equation, the total first."""
        return (self.total, *self.parts)
