"""Plots as SVG, drawn by matplotlib without its global state.

Equal data and words give equal bytes, so plots are cached by them. Text stays text: it has the
font of the page. A hidden count is drawn as an open circle.
"""

import io
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from reporting.reports.svg import PALETTE, inline_svg

mpl.rcParams.update({
    "svg.fonttype": "none",
    "svg.hashsalt": "reporting",
    "font.size": 10.5,
})  # fmt: skip

OFFICE_OPENS, OFFICE_CLOSES, HOURS = 8, 18, 24
WIDE, HALF = 9.6, 4.6  # inches
ROW_INCHES = 0.32
HEADROOM = 1.08
EDGE = 0.7
Counts = tuple[int | None, ...]
# matplotlib's caches of fonts and texts are not thread-safe.
drawing = Lock()


class HoursWords(NamedTuple):
    """The words of a plot of hours; `counts` are the marks of its axis, each with its text."""

    answered: str
    missed: str
    outside_office: str
    axis: str
    counts: tuple[tuple[int, str], ...]


def marks(answered: Counts, missed: Counts | None) -> tuple[int, ...]:
    """Return the counts to be marked on the axis of a plot of hours."""
    highest = max(_heights(answered, missed))
    found = MaxNLocator(4, integer=True).tick_values(0, max(1, highest) * HEADROOM)
    return tuple(int(count) for count in found)


@lru_cache(maxsize=256)
def hours_plot(answered: Counts, missed: Counts | None, words: HoursWords) -> str:
    """Draw the attempts of each hour of the day: answered and, where given, missed on top."""
    figure, axes = canvas(WIDE, 3.1)
    for start, end, label in (
        (0, OFFICE_OPENS, words.outside_office),
        (OFFICE_CLOSES, HOURS, None),
    ):
        axes.axvspan(start, end, color=PALETTE["night"], zorder=0, linewidth=0, label=label)
    _stack(axes, answered, [0] * HOURS, label=words.answered, color=PALETTE["main"])
    if missed:
        below = [count or 0 for count in answered]
        _stack(axes, missed, below, label=words.missed, **SECOND)
    highest = max(1, *_heights(answered, missed))
    axes.set(xlim=(0, HOURS), ylim=(0, highest * HEADROOM), xticks=range(0, HOURS + 1, 3))
    shown = [mark for mark in words.counts if mark[0] <= highest * HEADROOM]
    axes.set_yticks([count for count, _ in shown], [text for _, text in shown])
    axes.grid(axis="y", color=PALETTE["lines"], linewidth=0.8, zorder=1)
    axes.set_xlabel(words.axis, color=PALETTE["soft"])
    axes.legend(
        loc="lower right", bbox_to_anchor=(1, 1), ncols=3, frameon=False, borderpad=0,
        labelcolor=PALETTE["ink"],
    )  # fmt: skip
    return written(figure, "hours")


@lru_cache(maxsize=512)
def bars_plot(
    name: str, rows: tuple[tuple[str, int | None, str], ...], *, first_is_main: bool = False
) -> str:
    """Draw (label, count, text beside the bar) as horizontal bars.

    With `first_is_main` all bars but the first have the second colour.
    """
    figure, axes = canvas(HALF, 0.2 + ROW_INCHES * len(rows))
    longest = max(1, *(count or 0 for _, count, _ in rows))
    places = range(len(rows), 0, -1)
    for place, (_, count, text) in zip(places, rows, strict=True):
        is_main = place == len(rows) or not first_is_main
        colours = {"color": PALETTE["main"]} if is_main else SECOND
        axes.barh([place], [count or 0], height=0.62, linewidth=EDGE if count else 0, **colours)
        if count is None:
            circles(axes, [0.02 * longest], [place])
        beside = 0.07 * longest if count is None else count + 0.025 * longest
        axes.text(beside, place, text, va="center", color=PALETTE["ink"])
    axes.set(xlim=(0, longest * 1.42), ylim=(0.4, len(rows) + 0.6), xticks=[])
    axes.set_yticks(places, [label for label, _, _ in rows])
    axes.spines["bottom"].set_visible(False)
    return written(figure, name)


# The second colour alone has too little contrast with the page (WCAG 1.4.11): it has an edge.
SECOND: dict[str, Any] = {
    "color": PALETTE["second"], "edgecolor": PALETTE["edge"],
}  # fmt: skip


def _heights(answered: Counts, missed: Counts | None) -> list[int]:
    upon = missed or (0,) * len(answered)
    return [(one or 0) + (other or 0) for one, other in zip(answered, upon, strict=True)]


def _stack(axes: Any, counts: Counts, below: list[int], **look: Any) -> None:
    places = [hour + 0.5 for hour in range(HOURS)]
    edges = [EDGE if count else 0 for count in counts]
    axes.bar(
        places, [count or 0 for count in counts], 0.74, below, zorder=2, linewidth=edges, **look
    )
    hidden = [hour for hour in range(HOURS) if counts[hour] is None]
    if hidden:
        circles(axes, [places[hour] for hour in hidden], [below[hour] for hour in hidden])


def circles(axes: Any, x: list[float], y: list[float]) -> None:
    """Mark hidden counts with open circles."""
    axes.plot(
        x, y, "o", color=PALETTE["soft"], markersize=4, markerfacecolor=PALETTE["paper"],
        clip_on=False, zorder=3,
    )  # fmt: skip


def canvas(width: float, height: float) -> tuple[Figure, Any]:
    """Return a figure of so many inches and its axes, in the look of the house."""
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.add_subplot()
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(PALETTE["lines"])
    axes.tick_params(length=0, colors=PALETTE["ink"])
    return figure, axes


def written(figure: Figure, name: str) -> str:
    """Return a figure as an SVG element; `name` starts its ids."""
    text = io.StringIO()
    with drawing:
        figure.savefig(
            text, format="svg", transparent=True,
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )  # fmt: skip
    return inline_svg(text.getvalue(), name)
