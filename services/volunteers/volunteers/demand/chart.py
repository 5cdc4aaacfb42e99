"""The curve of a day: the listeners that each quarter hour takes, and the places taken."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.events.reporting import QUARTERS

from volunteers.demand.views import ChannelDemand
from volunteers.demand.vocabulary import Desk

LEFT, RIGHT, TOP, BOTTOM = 44, 736, 34, 286
HOURS_BETWEEN_MARKS = 4
QUARTERS_AN_HOUR = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on an axis: where, and what it says."""

    place: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart to draw: points of SVG in a box of 760 to 330."""

    desk: Desk
    needed: str
    filled: str
    counts: list[Mark]
    hours: list[Mark]
    most_needed: int
    most_at: str


def chart_of(desk: Desk, channels: Sequence[ChannelDemand]) -> Chart:
    """Return the chart of a desk: what its channels take together, and what is filled.

    A shift on several channels of the desk is counted once, as the most of them.
    """
    mine = [one for one in channels if one.channel in desk]
    needed = [sum(one.required[number] for one in mine) for number in range(QUARTERS)]
    filled = [max((one.filled[number] for one in mine), default=0) for number in range(QUARTERS)]
    top = max(*needed, *filled, 4)
    most_at = needed.index(max(needed))
    return Chart(
        desk=desk,
        needed=_steps(needed, top),
        filled=_area(filled, top),
        counts=[Mark(_height(count, top), str(count)) for count in _ticks(top)],
        hours=[
            Mark(_across(hour * QUARTERS_AN_HOUR), f"{hour:02d}:00")
            for hour in range(0, 25, HOURS_BETWEEN_MARKS)
        ],
        most_needed=max(needed),
        most_at=f"{most_at // 4:02d}:{most_at % 4 * 15:02d}",
    )


def _steps(counts: Sequence[int], top: int) -> str:
    """Return the points of a line of steps."""
    return " ".join(
        f"{_across(number + side):.1f},{_height(count, top):.1f}"
        for number, count in enumerate(counts)
        for side in (0, 1)
    )


def _area(counts: Sequence[int], top: int) -> str:
    """Return the points of the area below a line of steps."""
    return f"{LEFT},{BOTTOM} {_steps(counts, top)} {RIGHT},{BOTTOM}"


def _ticks(top: int) -> range:
    return range(0, top + 1, max(1, -(-top // 6)))


def _across(quarters: float) -> float:
    return LEFT + (RIGHT - LEFT) * quarters / QUARTERS


def _height(count: float, top: int) -> float:
    return BOTTOM - (BOTTOM - TOP) * count / top
