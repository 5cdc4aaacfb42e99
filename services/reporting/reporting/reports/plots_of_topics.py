"""Plots of several small ones: topics by channel, and how each topic went."""

from functools import lru_cache
from math import ceil
from typing import Any

from reporting.reports.plots import EDGE, ROW_INCHES, WIDE, canvas, circles, drawn
from reporting.reports.svg import PALETTE

IN_A_ROW = 4
SMALL_INCHES = 1.15
HEADROOM = 1.25
Shares = tuple[float | None, ...]


@lru_cache(maxsize=512)
def panels_plot(
    name: str, labels: tuple[str, ...], panels: tuple[tuple[str, Shares, tuple[str, ...]], ...]
) -> str:
    """Draw (title, shares, texts) as bars beside each other; the labels stand before the first."""
    height = 0.5 + ROW_INCHES * len(labels)
    figure, axes = canvas(WIDE, height, columns=max(2, len(panels)))
    longest = max(0.01, *(share or 0 for _, shares, _ in panels for share in shares))
    places = list(range(len(labels), 0, -1))
    for each, (title, shares, texts) in zip(axes[0], panels, strict=False):
        each.barh(places, [share or 0 for share in shares], height=0.62, color=PALETTE["main"])
        hidden = [place for place, share in zip(places, shares, strict=True) if share is None]
        circles(each, [0.02 * longest] * len(hidden), list(map(float, hidden)))
        for place, share, text in zip(places, shares, texts, strict=True):
            beside = 0.07 * longest if share is None else share + 0.025 * longest
            each.text(beside, place, text, va="center", color=PALETTE["ink"])
        each.set(xlim=(0, longest * 1.6), ylim=(0.4, len(labels) + 0.6), xticks=[])
        each.set_title(title, loc="left", fontsize=10.5, color=PALETTE["ink"])
        each.spines["bottom"].set_visible(False)
        each.set_yticks(places, labels if each is axes[0][0] else [""] * len(labels))
    return drawn(figure, name)


@lru_cache(maxsize=512)
def multiples_plot(
    name: str, ends: tuple[str, str], lines: tuple[tuple[str, Shares, str], ...]
) -> str:
    """Draw (title, shares, text at the last one) as small plots, each from zero; gaps are hidden.

    `ends` are the words for the first and the last moment.
    """
    rows = ceil(len(lines) / IN_A_ROW)
    figure, axes = canvas(WIDE, SMALL_INCHES * rows + 0.3, rows, IN_A_ROW)
    for place, each in enumerate(axes.flat):
        if place >= len(lines):
            each.set_visible(False)
            continue
        _line(each, *lines[place])
        last = len(lines[place][1]) - 1
        labels = ends if place >= len(lines) - IN_A_ROW else ("", "")
        each.set_xticks([0, last], labels)
        for label, side in zip(each.get_xticklabels(), ("left", "right"), strict=True):
            label.set_horizontalalignment(side)
    return drawn(figure, name)


def _line(axes: Any, title: str, shares: Shares, text: str) -> None:
    heights = [float("nan") if share is None else share for share in shares]
    places = range(len(shares))
    axes.plot(places, heights, color=PALETTE["main"], linewidth=2, solid_capstyle="round")
    known = [place for place, share in enumerate(shares) if share is not None]
    axes.plot(known, [heights[place] for place in known], "o", color=PALETTE["main"], markersize=3)
    hidden = [float(place) for place, share in enumerate(shares) if share is None]
    circles(axes, hidden, [0.0] * len(hidden))
    highest = max([0.01, *(share for share in shares if share is not None)])
    axes.set(xlim=(-0.3, len(shares) - 0.7), ylim=(0, highest * HEADROOM), yticks=[])
    axes.spines["bottom"].set_linewidth(EDGE)
    axes.set_title(title, loc="left", fontsize=9.5, color=PALETTE["ink"])
    axes.set_title(text, loc="right", fontsize=9.5, color=PALETTE["ink"])
