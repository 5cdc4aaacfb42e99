"""The plots of a year, in the look of the house (`reports/canvas.py`)."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from matplotlib.ticker import MaxNLocator

from reporting.reports.canvas import EDGE, SECOND, canvas, circles, written
from reporting.reports.plots import Counts
from reporting.reports.svg import PALETTE

# Inches: on A4 the letters are then as large as those of the text beside.
WIDE = 7.2
HEADROOM = 1.1
BAR = 0.72
# Lines differ by mark and dash too, not by colour alone.
LOOKS: Sequence[dict[str, Any]] = (
    {"color": PALETTE["main"], "marker": "o", "linestyle": "-"},
    {"color": PALETTE["edge"], "marker": "s", "linestyle": "--"},
    {"color": PALETTE["ink"], "marker": "^", "linestyle": ":"},
    {"color": PALETTE["soft"], "marker": "D", "linestyle": "-."},
)


class Bars(NamedTuple):
    """One layer of a plot of months: its label and its counts; None is not shown."""

    label: str
    counts: Counts


class Line(NamedTuple):
    """One line of a plot of months: its label and its shares; None is not shown."""

    label: str
    shares: tuple[float | None, ...]


class Scale(NamedTuple):
    """The marks of the upright axis, each with its text."""

    marks: tuple[tuple[float, str], ...]


def highest(layers: Sequence[Bars]) -> int:
    """Return the height of the highest bar of a stacked plot; what is not shown has none."""
    columns = zip(*(layer.counts for layer in layers), strict=True)
    return max((sum(count or 0 for count in column) for column in columns), default=0)


def marks_of(top: float, *, whole: bool) -> list[float]:
    """Return where the upright axis of a plot is marked, from zero up."""
    found = MaxNLocator(4, integer=whole).tick_values(0, top * HEADROOM)
    return [float(mark) for mark in found if mark <= top * HEADROOM]


@lru_cache(maxsize=64)
def stacked_plot(name: str, labels: tuple[str, ...], layers: tuple[Bars, ...], scale: Scale) -> str:
    """Draw counts side by side, each layer on top of the one before; an empty label has no mark.

    What would stand upon a count that is not shown is left out: it would seem to be the whole.
    """
    figure, axes = canvas(WIDE, 2.5)
    below, unknown = [0] * len(labels), set[int]()
    for place, layer in enumerate(layers):
        look: dict[str, Any] = SECOND if place else {"color": PALETTE["main"]}
        known = [0 if column in unknown else count for column, count in enumerate(layer.counts)]
        heights = [count or 0 for count in known]
        edges = [EDGE if count else 0 for count in heights]
        axes.bar(
            range(len(labels)), heights, BAR, below, label=layer.label, linewidth=edges, zorder=2,
            **look,
        )  # fmt: skip
        hidden = [column for column, count in enumerate(known) if count is None]
        if hidden:
            circles(axes, [float(one) for one in hidden], [float(below[one]) for one in hidden])
        unknown.update(hidden)
        below = [one + other for one, other in zip(below, heights, strict=True)]
    _frame(axes, labels, scale, max(1, highest(layers)))
    return written(figure, name)


@lru_cache(maxsize=64)
def lines_plot(name: str, months: tuple[str, ...], lines: tuple[Line, ...], scale: Scale) -> str:
    """Draw shares by month, a line each; where a share is not shown the line has a gap."""
    figure, axes = canvas(WIDE, 2.6)
    top = 0.01
    for line, look in zip(lines, LOOKS, strict=False):
        heights = [float("nan") if share is None else share for share in line.shares]
        top = max(top, *(share or 0 for share in line.shares))
        axes.plot(
            range(len(months)), heights, label=line.label, linewidth=1.8, markersize=5, zorder=3,
            **look,
        )  # fmt: skip
    _frame(axes, months, scale, top)
    return written(figure, name)


@lru_cache(maxsize=64)
def curve_plot(
    name: str,
    curve: tuple[tuple[float, float], ...],
    point: tuple[float, float],
    words: tuple[str, str, str],
    scales: tuple[Scale, Scale],
) -> str:
    """Draw a curve with one point on it.

    `words` are those of the curve, of the point and below; `scales` are along and upright.
    """
    figure, axes = canvas(WIDE, 2.4)
    along, scale = scales
    axes.plot(
        [x for x, _ in curve], [y for _, y in curve], color=PALETTE["main"], linewidth=1.8,
        label=words[0], zorder=2,
    )  # fmt: skip
    axes.plot(
        *([value] for value in point), "o", markersize=9, zorder=3, linestyle="none",
        color=PALETTE["second"], markeredgecolor=PALETTE["edge"], label=words[1],
    )  # fmt: skip
    axes.set_xticks([mark for mark, _ in along.marks], [text for _, text in along.marks])
    axes.set_xlabel(words[2], color=PALETTE["soft"])
    _upright(axes, scale, max(y for _, y in curve))
    return written(figure, name)


def _frame(axes: Any, months: tuple[str, ...], scale: Scale, top: float) -> None:
    axes.set(xlim=(-0.6, len(months) - 0.4))
    axes.set_xticks(range(len(months)), months)
    _upright(axes, scale, top)


def _upright(axes: Any, scale: Scale, top: float) -> None:
    axes.set(ylim=(0, top * HEADROOM))
    axes.set_yticks([mark for mark, _ in scale.marks], [text for _, text in scale.marks])
    axes.grid(axis="y", color=PALETTE["lines"], linewidth=0.8, zorder=1)
    if not axes.get_legend_handles_labels()[1]:
        return
    axes.legend(
        loc="lower right", bbox_to_anchor=(1, 1), ncols=4, frameon=False, borderpad=0,
        labelcolor=PALETTE["ink"],
    )  # fmt: skip
