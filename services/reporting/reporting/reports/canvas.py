"""A canvas of matplotlib without its global state, for the plots of a document.

Equal drawings give equal bytes. Text stays text: it has the font of the page. The plots of pages
are written by `plots.py`: matplotlib needs a tenth of a second for each.
"""

import io
from threading import Lock
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from reporting.reports.svg import PALETTE, inline_svg

mpl.rcParams.update({
    "svg.fonttype": "none",
    "svg.hashsalt": "reporting",
    "font.size": 10.5,
})  # fmt: skip

EDGE = 0.7
# matplotlib's caches of fonts and texts are not thread-safe.
drawing = Lock()

# The second colour alone has too little contrast with the page (WCAG 1.4.11): it has an edge.
SECOND: dict[str, Any] = {
    "color": PALETTE["second"], "edgecolor": PALETTE["edge"],
}  # fmt: skip


def circles(axes: Any, x: list[float], y: list[float]) -> None:
    """Mark hidden counts with open circles."""
    axes.plot(
        x, y, "o", color=PALETTE["soft"], markersize=4, markerfacecolor=PALETTE["paper"],
        clip_on=False, zorder=3,
    )  # fmt: skip


def canvas(width: float, height: float) -> tuple[Figure, Any]:
    """Return a figure of so many inches, and its axes."""
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.add_subplot()
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(PALETTE["lines"])
    axes.tick_params(length=0, colors=PALETTE["ink"])
    return figure, axes


def written(figure: Figure, name: str) -> str:
    """Return the figure as an SVG element whose ids begin with `name`."""
    text = io.StringIO()
    with drawing:
        figure.savefig(
            text, format="svg", transparent=True,
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )  # fmt: skip
    return inline_svg(text.getvalue(), name)
