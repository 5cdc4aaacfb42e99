"""Charts of columns with a line of steps over them, as SVG that a template writes.

Smaller than a plot of matplotlib, for it is sent again to everybody who looks when it changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from shared.pages.formats import number

WIDTH, HEIGHT = 480, 250
LEFT, RIGHT, TOP, BOTTOM = 46, 476, 12, 216
COLUMN = 0.72  # of the room of a column
MOST_MARKS = 5


@dataclass(frozen=True)
class Column:
    """A column: what stands below, and on top of it; None may not be shown. `line` is over it.

    `label` is written below the column, where it is not empty.
    """

    label: str
    main: int | None
    second: int | None
    line: float | None = None


@dataclass(frozen=True)
class Bar:
    """A rectangle of a chart."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Text:
    """A text of an axis, and where it is."""

    place: float
    text: str


@dataclass(frozen=True)
class Chart:
    """A chart in a box of 480 by 250; `steps` are lines of points, `circles` what is not shown."""

    main: Sequence[Bar]
    second: Sequence[Bar]
    circles: Sequence[float]
    steps: Sequence[str]
    counts: Sequence[Text]
    labels: Sequence[Text]


def chart_of(columns: Sequence[Column]) -> Chart:
    """Return the chart of some columns, in their order."""
    step = (RIGHT - LEFT) / max(1, len(columns))
    highest = max(
        (max((one.main or 0) + (one.second or 0), one.line or 0) for one in columns), default=0
    )
    marks = _marks(highest)
    scale = (BOTTOM - TOP) / max(highest * 1.04, marks[-1])

    def bar(place: int, below: int, count: int) -> Bar:
        x = LEFT + step * (place + (1 - COLUMN) / 2)
        top = BOTTOM - scale * (below + count)
        return Bar(round(x, 1), round(top, 1), round(step * COLUMN, 1), round(scale * count, 1))

    return Chart(
        main=[bar(place, 0, one.main) for place, one in enumerate(columns) if one.main],
        second=[
            bar(place, one.main or 0, one.second)
            for place, one in enumerate(columns) if one.second
        ],
        circles=[
            round(LEFT + step * (place + 0.5), 1)
            for place, one in enumerate(columns) if one.main is None
        ],
        steps=_steps([one.line for one in columns], step, scale),
        counts=[Text(round(BOTTOM - scale * mark, 1), number(mark)) for mark in marks],
        labels=[
            Text(round(LEFT + step * (place + 0.5), 1), one.label)
            for place, one in enumerate(columns) if one.label
        ],
    )  # fmt: skip


def _steps(line: Sequence[float | None], step: float, scale: float) -> list[str]:
    """Return the lines of steps; where there is no number a line ends."""
    found: list[list[str]] = [[]]
    for place, height in enumerate(line):
        if height is None:
            found.append([])
            continue
        for side in (0, 1):
            found[-1].append(f"{LEFT + step * (place + side):.1f},{BOTTOM - scale * height:.1f}")
    return [" ".join(points) for points in found if points]


def _marks(highest: float) -> list[int]:
    """Return round counts for the axis, zero first."""
    rough = max(1.0, highest / (MOST_MARKS - 1))
    ten = 10 ** int(log10(rough))
    between = next(ten * each for each in (1, 2, 5, 10) if ten * each >= rough)
    return list(range(0, max(1, ceil(highest / between)) * between + 1, between))
