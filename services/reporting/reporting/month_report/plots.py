"""Plots as SVG, drawn by matplotlib without its global state.

Equal data gives the same bytes, so plots are kept by their data. Text stays text: it takes the
page's letters and can be read aloud. A number too small to be shown is drawn as an open mark.
"""

import io
import re
from functools import lru_cache
from threading import Lock
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from reporting.month_report.dutch import number

mpl.rcParams.update({
    "svg.fonttype": "none",
    "svg.hashsalt": "reporting",
    "font.size": 10.5,
})  # fmt: skip

INK, SOFT_INK, LINES = "#17333b", "#4c6168", "#d5dee0"
MAIN, SECOND, NIGHT = "#1f6f78", "#e0a03c", "#eef3f4"
OFFICE_OPENS, OFFICE_CLOSES, HOURS = 8, 18, 24
WIDE, HALF = 9.6, 4.6
ROW_INCHES = 0.32
# matplotlib's caches of fonts and texts are not made for threads.
drawing = Lock()


@lru_cache(maxsize=256)
def hours_plot(answered: tuple[int | None, ...], missed: tuple[int | None, ...] | None) -> str:
    """Draw the attempts of each hour of the day: answered and, where given, missed upon it."""
    figure, axes = _canvas(WIDE, 3.1)
    for start, end, label in (
        (0, OFFICE_OPENS, "buiten kantooruren"),
        (OFFICE_CLOSES, HOURS, None),
    ):
        axes.axvspan(start, end, color=NIGHT, zorder=0, linewidth=0, label=label)
    places = [place + 0.5 for place in range(HOURS)]
    heights = [0] * HOURS
    for name, counts, colour in (("beantwoord", answered, MAIN), ("gemist", missed, SECOND)):
        if counts:
            shown = [count or 0 for count in counts]
            axes.bar(places, shown, 0.74, heights, color=colour, label=name, zorder=2)
            heights = [height + count for height, count in zip(heights, shown, strict=True)]
            hidden = [place for place in range(HOURS) if counts[place] is None]
            if hidden:
                _mark(axes, [places[one] for one in hidden], [heights[one] for one in hidden])
    axes.set(xlim=(0, HOURS), ylim=(0, max(1, *heights) * 1.08), xticks=range(0, HOURS + 1, 3))
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.yaxis.set_major_formatter(lambda value, _place: number(value))
    axes.grid(axis="y", color=LINES, linewidth=0.8, zorder=1)
    axes.set_xlabel("uur van de dag", color=SOFT_INK)
    axes.legend(
        loc="lower right", bbox_to_anchor=(1, 1), ncols=3, frameon=False, borderpad=0,
        labelcolor=INK,
    )  # fmt: skip
    return _svg(figure, "hours")


@lru_cache(maxsize=512)
def bars_plot(
    name: str, rows: tuple[tuple[str, int | None, str], ...], *, first_is_main: bool = False
) -> str:
    """Draw (label, count, text beside the bar) as lying bars; `first_is_main` sets one apart."""
    figure, axes = _canvas(HALF, 0.2 + ROW_INCHES * len(rows))
    counts = [count or 0 for _, count, _ in rows]
    places = range(len(rows), 0, -1)
    colours = [SECOND if first_is_main and place else MAIN for place in range(len(rows))]
    axes.barh(places, counts, height=0.62, color=colours)
    longest = max([*counts, 1])
    for place, (_, count, text) in zip(places, rows, strict=True):
        if count is None:
            _mark(axes, [0.02 * longest], [place])
        beside = 0.07 * longest if count is None else count + 0.025 * longest
        axes.text(beside, place, text, va="center", color=INK)
    axes.set(xlim=(0, longest * 1.42), ylim=(0.4, len(rows) + 0.6), xticks=[])
    axes.set_yticks(places, [label for label, _, _ in rows])
    axes.spines["bottom"].set_visible(False)
    return _svg(figure, name)


def _mark(axes: Any, x: list[float], y: list[float]) -> None:
    """Mark where a number is too small to be shown."""
    axes.plot(
        x, y, "o", color=SOFT_INK, markersize=4, markerfacecolor="white", clip_on=False, zorder=3
    )


def _canvas(width: float, height: float) -> tuple[Figure, Any]:
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.add_subplot()
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(LINES)
    axes.tick_params(length=0, colors=INK)
    return figure, axes


def _svg(figure: Figure, name: str) -> str:
    """Return the figure to stand within a page: ids of its own, hidden from readers aloud."""
    written = io.StringIO()
    with drawing:
        figure.savefig(
            written, format="svg", transparent=True,
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )  # fmt: skip
    svg = written.getvalue()
    svg = svg[svg.index("<svg") :]
    # The style would hold for the whole page, which has its own.
    svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: [^;\"]*; ?", "", svg)
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    return re.sub(r'(<svg[^>]*?) width="[^"]*"| height="[^"]*"', r"\1", svg, count=2)


def described(svg: str, name: str, title: str, description: str) -> str:
    """Give a plot the title and the description that are read aloud in its place.

    Both are escaped already.
    """
    texts = f'<title id="{name}-title">{title}</title><desc id="{name}-desc">{description}</desc>'
    opening = f'<svg role="img" aria-labelledby="{name}-title {name}-desc"'
    svg = svg.replace("<svg", opening, 1)
    end = svg.index(">") + 1
    return svg[:end] + texts + svg[end:]
