"""Plots as SVG, written by hand: a page has fifteen, and must be there within a third of a second.

Equal data and words give equal bytes. Text stays text: it has the font of the page. A hidden count
is drawn as an open circle, and what would stand upon it is left out: it would seem to be the whole.
"""

from collections.abc import Iterator, Sequence
from math import ceil, log10
from typing import NamedTuple

from reporting.reports.svg import (
    drawing,
    edged,
    element,
    fill,
    hidden_mark,
    stroke,
    text,
)

OFFICE_OPENS, OFFICE_CLOSES, HOURS = 8, 18, 24
WIDE, HALF = 960, 460
HEIGHT, TOP, BOTTOM = 300, 34, 46  # of a plot of columns: all, above and below the columns
LEFT, RIGHT = 62, 8
ROW, BAR = 31, 19
LETTER = 8.2  # how wide a letter is at most, on average
LEAST_LABELS, MOST_LABELS = 70, 240
BESIDE = 130  # for the text beside the longest bar
MARKS = 4
OVER = 7  # how far the circle of a hidden count stands over what it would stand upon
BASELINE = 5  # from the middle of a letter to its foot
Counts = tuple[int | None, ...]


class ColumnWords(NamedTuple):
    """The words of a plot of columns; `counts` are the marks of its axis, each with its text."""

    answered: str
    missed: str
    axis: str
    counts: tuple[tuple[int, str], ...]
    not_shown: str
    outside_office: str = ""


def marks(answered: Counts, missed: Counts | None) -> tuple[int, ...]:
    """Return the counts to be marked on the axis of a plot of columns; the last is the highest."""
    highest = max(1, *_heights(answered, missed))
    rough = highest / MARKS
    magnitude = 10 ** int(log10(rough)) if rough >= 1 else 1
    step = next(
        step for factor in (1, 2, 2.5, 5, 10)
        if (step := int(factor * magnitude)) >= rough and step == factor * magnitude
    )  # fmt: skip
    return tuple(range(0, step * ceil(highest / step) + 1, step))


def hours_plot(answered: Counts, missed: Counts | None, words: ColumnWords) -> str:
    """Draw the attempts of each hour of the day: answered and, where given, missed on top."""
    each = (WIDE - LEFT - RIGHT) / HOURS
    shades = [
        element("rect", x=round(LEFT + begins * each, 1), y=TOP,
                width=round((ends - begins) * each, 1), height=HEIGHT - TOP - BOTTOM,
                **fill("night"))
        for begins, ends in ((0, OFFICE_OPENS), (OFFICE_CLOSES, HOURS))
    ]  # fmt: skip
    labels = [
        text(LEFT + hour * each, HEIGHT - BOTTOM + 18, str(hour), text_anchor="middle")
        for hour in range(0, HOURS + 1, 3)
    ]
    return drawing(WIDE, HEIGHT, [*shades, *_columns(WIDE, answered, missed, words), *labels])


def columns_plot(
    width: int, labels: Sequence[Sequence[str]], answered: Counts, missed: Counts | None,
    words: ColumnWords,
) -> str:  # fmt: skip
    """Draw a column for each label, of one line or two: answered and missed, if given."""
    each = (width - LEFT - RIGHT) / len(labels)
    below = [
        text(LEFT + (place + 0.5) * each, HEIGHT - BOTTOM + 18 * line, said, text_anchor="middle")
        for place, lines in enumerate(labels)
        for line, said in enumerate(lines, start=1)
    ]
    return drawing(width, HEIGHT, [*_columns(width, answered, missed, words), *below])


def bars_plot(rows: Sequence[tuple[str, float | None, str]], *, first_is_main: bool = False) -> str:
    """Draw (label, count, text beside the bar) as horizontal bars.

    With `first_is_main` all bars but the first have the second colour.
    """
    labels = label_width([label for label, _, _ in rows])
    longest = max(1e-9, *(count or 0 for _, count, _ in rows))
    parts = [
        part
        for place, (label, count, said) in enumerate(rows)
        for part in (
            text(labels - 8, (place + 0.5) * ROW + BASELINE, label, text_anchor="end"),
            *bar(labels, place, (count, longest, said), HALF - labels - BESIDE,
                 is_main=place == 0 or not first_is_main),
        )
    ]  # fmt: skip
    return drawing(HALF, ROW * len(rows), parts)


def bar(
    x: float, place: int, told: tuple[float | None, float, str], width: float, *, is_main: bool
) -> Iterator[str]:
    """Yield the bar of (count, the longest, text) in a row, with its text beside it."""
    count, longest, said = told
    middle = (place + 0.5) * ROW
    length = round(width * (count or 0) / longest, 1)
    if count is None:
        yield hidden_mark(x + 6, middle)
    elif length:
        look = fill("main") if is_main else edged()
        yield element("rect", x=round(x, 1), y=round(middle - BAR / 2, 1), width=length,
                      height=BAR, **look)  # fmt: skip
    yield text(x + (16 if count is None else length + 7), middle + BASELINE, said)


def label_width(labels: Sequence[str]) -> float:
    """Return how much room labels need that stand before bars."""
    longest = max(len(label) for label in labels)
    return min(MOST_LABELS, max(LEAST_LABELS, longest * LETTER + 12))


def _heights(answered: Counts, missed: Counts | None) -> list[int]:
    upon = missed or (0,) * len(answered)
    return [(one or 0) + (other or 0) for one, other in zip(answered, upon, strict=True)]


def _columns(
    width: float, answered: Counts, missed: Counts | None, words: ColumnWords
) -> Iterator[str]:
    """Yield the columns, the marks behind them, and the words around them."""
    floor, room = HEIGHT - BOTTOM, HEIGHT - TOP - BOTTOM
    unit = room / max(1, words.counts[-1][0])
    for mark, said in words.counts:
        y = round(floor - mark * unit, 1)
        yield element("line", x1=LEFT, x2=width - RIGHT, y1=y, y2=y, **stroke("lines"))
        yield text(LEFT - 8, y + BASELINE, said, text_anchor="end")
    each = (width - LEFT - RIGHT) / len(answered)
    for place, count in enumerate(answered):
        x, above = LEFT + (place + 0.13) * each, floor - (count or 0) * unit
        yield from _column(x, each * 0.74, (above, floor), count, is_main=True)
        if missed and count is not None:
            lost = missed[place]
            top = above - (lost or 0) * unit
            yield from _column(x, each * 0.74, (top, above), lost, is_main=False)
    yield text((LEFT + width) / 2, HEIGHT - 6, words.axis, text_anchor="middle", **fill("soft"))
    yield from _legend(width, words, answered, missed)


def _column(
    x: float, width: float, ends: tuple[float, float], count: int | None, *, is_main: bool
) -> Iterator[str]:
    top, floor = ends
    if count is None:
        yield hidden_mark(x + width / 2, floor - OVER)
    elif count:
        look = fill("main") if is_main else edged()
        yield element("rect", x=round(x, 1), y=round(top, 1), width=round(width, 1),
                      height=round(floor - top, 1), **look)  # fmt: skip


def _legend(
    width: float, words: ColumnWords, answered: Counts, missed: Counts | None
) -> Iterator[str]:
    """Yield the words of the colours and of the circle, from the right."""
    shown: list[tuple[str, dict[str, object] | None]] = [(words.answered, fill("main"))]
    shown += [(words.missed, edged())] if missed is not None else []
    shown += [(words.not_shown, None)] if None in (*answered, *(missed or ())) else []
    shown += [(words.outside_office, fill("night"))] if words.outside_office else []
    right = width - RIGHT
    for said, look in reversed(shown):
        right -= len(said) * (LETTER + 0.6) + 34
        yield (
            element("rect", x=round(right, 1), y=6, width=16, height=12, **look)
            if look else hidden_mark(right + 10, 12)
        )  # fmt: skip
        yield text(right + 22, 17, said)
