"""The chart of a report: a column for each hour or day, answered below and missed on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from shared.pages.formats import day, number, time

from contacts.surges.rules import Bar, Report

LEFT, RIGHT, TOP, BOTTOM = 46, 476, 12, 206
COLUMN = 0.72  # of the room of a column
WIDEST = 48.0
MOST_LABELS = 8
MARKS = 4


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of SVG."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Text:
    """A text of an axis, and where it is."""

    place: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in a box of 480 to 240."""

    answered: Sequence[Box]
    missed: Sequence[Box]
    counts: Sequence[Text]
    labels: Sequence[Text]


def chart_of(report: Report) -> Chart:
    """Return the chart of a report."""
    bars = report.bars
    step = (RIGHT - LEFT) / max(1, len(bars))
    between = max(1, ceil(max((one.attempts for one in bars), default=0) / MARKS))
    scale = (BOTTOM - TOP) / (between * MARKS)
    width = min(step * COLUMN, WIDEST)

    def box(place: int, below: int, count: int) -> Box:
        x = LEFT + step * (place + 0.5) - width / 2
        top = BOTTOM - scale * (below + count)
        return Box(round(x, 1), round(top, 1), round(width, 1), round(scale * count, 1))

    every = max(1, ceil(len(bars) / MOST_LABELS))
    return Chart(
        answered=[box(at, 0, one.answered) for at, one in enumerate(bars) if one.answered],
        missed=[box(at, one.answered, one.missed) for at, one in enumerate(bars) if one.missed],
        counts=[
            Text(round(BOTTOM - scale * between * mark, 1), number(between * mark))
            for mark in range(MARKS + 1)
        ],
        labels=[
            Text(round(LEFT + step * (at + 0.5), 1), _label(one, report.unit))
            for at, one in enumerate(bars) if at % every == 0
        ],
    )  # fmt: skip


def _label(bar: Bar, unit: str) -> str:
    return time(bar.begins) if unit == "hour" else day(bar.begins, "d-M")
