"""A chart, and what all charts are made with."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape
from shared.pages.formats import number
from shared.pages.language import gettext

from reporting.books.views import Cell
from reporting.reports.definitions import DefinitionView, all_said
from reporting.reports.plots import ColumnWords, Counts, bars_plot, marks
from reporting.reports.svg import described
from reporting.reports.words import name, shown_number, shown_percent


@dataclass(frozen=True)
class Chart:
    """A plot as SVG, its title and sentence, the table of its numbers, and what these count."""

    key: str
    title: str
    sentence: str
    plot: str
    headers: tuple[str, ...]
    rows: list[tuple[str, ...]]
    defined: list[DefinitionView]
    wide: bool = False

    @property
    def svg(self) -> Markup:
        """The plot with its title and sentence for screen readers; ids in it begin with `key`."""
        title, sentence = str(escape(self.title)), str(escape(self.sentence))
        # The words in the plot are escaped.
        return Markup(described(self.plot, self.key, title, sentence))  # noqa: S704


def chart(
    key: str,
    title: str,
    sentence: str,
    svg: str,
    *,
    headers: Iterable[str],
    rows: Iterable[tuple[str, ...]],
    defined: Iterable[str],
    wide: bool = False,
) -> Chart:
    """Return a chart; `defined` names the figures that it shows."""
    return Chart(key, title, sentence, svg, tuple(headers), [*rows], all_said(defined), wide=wide)


def shares(
    key: str,
    title: str,
    sentence: str,
    *,
    headers: tuple[str, str, str],
    cells: list[Cell],
    defined: Iterable[str] = (),
) -> Chart:
    """Return the chart of parts of a whole, as bars; it shows the figure `key` unless said."""
    bars = tuple((name(cell.name), cell.count, beside(cell)) for cell in cells)
    rows = [(name(cell.name), shown_number(cell.count), shown_percent(cell.share))
            for cell in cells]  # fmt: skip
    return chart(
        key,
        title,
        sentence,
        bars_plot(bars),
        headers=headers,
        rows=rows,
        defined=defined or [key],
    )


def beside(cell: Cell) -> str:
    """Write what stands beside a bar: the count and, where shown, the share."""
    text = shown_number(cell.count)
    return text if cell.share is None else f"{text} ({shown_percent(cell.share)})"


def column_words(
    answered: Counts, missed: Counts | None, axis: str, outside_office: str = ""
) -> ColumnWords:
    """Return the words of a plot of columns, in the language that is spoken now."""
    counts = tuple((count, number(count)) for count in marks(answered, missed))
    return ColumnWords(
        gettext("answered"), gettext("missed"), axis, counts, gettext("not shown"), outside_office
    )
