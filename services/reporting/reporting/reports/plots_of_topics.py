"""Plots of several small ones: topics by channel, and how each topic went."""

from collections.abc import Iterator, Sequence

from reporting.reports.plots import BASELINE, ROW, WIDE, bar, label_width
from reporting.reports.svg import drawing, element, fill, hidden_mark, stroke, text

TITLE = 26
BESIDE = 84  # for the text beside the longest bar
IN_A_ROW, GAP = 4, 22
SMALL, ABOVE = 92, 40  # the height of a small plot with its title, and that of the title
Shares = tuple[float | None, ...]


def panels_plot(labels: Sequence[str], panels: Sequence[tuple[str, Shares, Sequence[str]]]) -> str:
    """Draw (title, shares, texts) as bars beside each other; the labels stand before the first."""
    before = label_width(labels)
    each = (WIDE - before) / len(panels)
    longest = max(1e-9, *(share or 0 for _, shares, _ in panels for share in shares))
    rows = [
        text(before - 8, (place + 0.5) * ROW + BASELINE, label, text_anchor="end")
        for place, label in enumerate(labels)
    ]
    titles = []
    for column, (title, shares, said) in enumerate(panels):
        x = before + column * each
        titles.append(text(x, 16, title, font_weight="bold"))
        for place, share in enumerate(shares):
            rows += bar(x, place, (share, longest, said[place]), each - BESIDE, is_main=True)
    shifted = f'<g transform="translate(0 {TITLE})">{"".join(rows)}</g>'
    return drawing(WIDE, TITLE + ROW * len(labels), [*titles, shifted])


def multiples_plot(ends: tuple[str, str], lines: Sequence[tuple[str, Shares, str]]) -> str:
    """Draw (title, shares, text at the last one) as small plots, each from zero; gaps are hidden.

    `ends` are the words for the first and the last moment.
    """
    width = (WIDE - GAP * (IN_A_ROW - 1)) / IN_A_ROW
    rows = -(-len(lines) // IN_A_ROW)
    parts = []
    for place, line in enumerate(lines):
        x, y = (place % IN_A_ROW) * (width + GAP), (place // IN_A_ROW) * (SMALL + GAP)
        drawn = "".join(_small(width, line))
        parts.append(f'<g transform="translate({x:.1f} {y})">{drawn}</g>')
        if place >= len(lines) - IN_A_ROW:
            foot = y + SMALL + 18
            parts.append(text(x, foot, ends[0], **fill("soft")))
            parts.append(text(x + width, foot, ends[1], text_anchor="end", **fill("soft")))
    return drawing(WIDE, rows * (SMALL + GAP) + 4, parts)


def _small(width: float, line: tuple[str, Shares, str]) -> Iterator[str]:
    title, shares, last = line
    highest = max([1e-9, *(share for share in shares if share is not None)])
    each = (width - 8) / max(1, len(shares) - 1)
    places = [
        (4 + place * each, SMALL - (share or 0) / highest * (SMALL - ABOVE))
        for place, share in enumerate(shares)
    ]
    yield text(0, 14, title, font_size=13)
    yield text(width, 30, last, text_anchor="end", font_size=13, font_weight="bold")
    yield element("line", x1=0, x2=round(width, 1), y1=SMALL, y2=SMALL, **stroke("lines"))
    for run in _runs(shares):
        points = " ".join(f"{places[place][0]:.1f},{places[place][1]:.1f}" for place in run)
        yield element("polyline", points=points, stroke_width=2.4, **stroke("main"))
    for (x, y), share in zip(places, shares, strict=True):
        if share is None:
            yield hidden_mark(x, SMALL)
        else:
            yield element("circle", cx=round(x, 1), cy=round(y, 1), r=2.4, **fill("main"))


def _runs(shares: Shares) -> Iterator[list[int]]:
    """Yield the places of shares that are shown one after the other."""
    run: list[int] = []
    for place, share in enumerate((*shares, None)):
        if share is not None:
            run.append(place)
        elif run:
            yield run
            run = []
