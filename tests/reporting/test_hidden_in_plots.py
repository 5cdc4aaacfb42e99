"""A count that is not shown is seen to be hidden, and never read as none."""

import re

from reporting.annual_report.plots import Bars, Scale, stacked_plot
from reporting.reports.plots import ColumnWords, columns_plot, hours_plot

WORDS = ColumnWords("answered", "missed", "hour", ((0, "0"), (40, "40")), "not shown")
LABELS = [["Mon"], ["Tue"], ["Wed"]]
SECOND = 'class="fill-second stroke-edge"'


def bars(svg: str, look: str) -> int:
    """Return how many bars of a look there are, its mark in the legend apart."""
    return len(re.findall(f"<rect [^>]*{look}", svg)) - 1


def test_nothing_is_drawn_upon_a_count_that_is_hidden() -> None:
    # given a Tuesday whose answered attempts are hidden, and a Wednesday whose missed ones are
    svg = columns_plot(460, LABELS, (20, None, 30), (10, 9, None), WORDS)
    # then Tuesday has an open circle alone, and Wednesday one upon its bar
    assert (bars(svg, 'class="fill-main"'), bars(svg, SECOND)) == (2, 1)
    heights = [float(y) for y in re.findall(r'<circle [^>]*cy="([\d.]+)"', svg)]
    assert len(heights) == 3  # with that of the legend
    assert "not shown" in svg


def test_the_circle_stands_over_the_axis() -> None:
    svg = hours_plot((None, *[5] * 23), None, WORDS)
    [floor] = {float(y) for y in re.findall(r'<line [^>]*y1="([\d.]+)"', svg)} - {34.0}
    [_, low] = sorted(float(y) for y in re.findall(r'<circle [^>]*cy="([\d.]+)"', svg))
    assert low < floor - 5


def test_where_all_is_shown_the_legend_says_nothing_of_hidden_counts() -> None:
    assert "not shown" not in columns_plot(460, LABELS, (20, 0, 30), (10, 9, 8), WORDS)


def test_the_annual_report_draws_nothing_upon_a_count_that_is_hidden() -> None:
    # two layers, of which the lower is hidden once: its column has one circle, and no bar
    def drawn(answered: tuple[int | None, ...]) -> tuple[int, int]:
        svg = stacked_plot(
            "x", ("Jan", "Feb", "Mar"), (Bars("answered", answered), Bars("missed", (1, 2, 3))),
            Scale(((0, "0"), (40, "40"))),
        )  # fmt: skip
        return svg.count(SECOND), svg.count("stroke-soft")

    [all_bars, none], [fewer, circles] = drawn((20, 25, 30)), drawn((20, None, 30))
    assert (all_bars - fewer, circles - none > 0) == (1, True)
