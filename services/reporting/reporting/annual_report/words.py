"""The words of the annual report, and how its plots get theirs."""

from collections.abc import Iterable, Sequence
from datetime import date

from shared.month import month_of
from shared.pages.formats import day, number
from shared.pages.language import N_, gettext

from reporting.annual_report.document import Plot, Table
from reporting.annual_report.plots import Scale, marks_of
from reporting.books.views import Cell, Report
from reporting.reports.plots import bars_plot
from reporting.reports.words import NAMES, shown_number, shown_percent

MORE_NAMES = {
    "113online": N_("113Online (suicide prevention)"),
    "veiligthuis": N_("Veilig Thuis (domestic violence)"),
    "information": N_("Pointed to the partner"),
    "warm_handover": N_("Handed over in person"),
    "emergency": N_("In an emergency"),
    "connected": N_("Connected"),
    "declined": N_("Declined by the partner"),
    "timed_out": N_("Not answered in time"),
    "conversation": N_("Conversations"),
    "silent": N_("Nothing was said"),
    "hang_up": N_("Hung up at once"),
    "misuse": N_("Misuse"),
    "30": N_("Within 30 seconds"),
    "60": N_("Within a minute"),
    "120": N_("Within 2 minutes"),
    "300": N_("Within 5 minutes"),
    "longer": N_("Longer than 5 minutes"),
}


def named(word: str) -> str:
    """Return the name of a word of the vocabularies."""
    return gettext({**MORE_NAMES, **NAMES}[word])


def too_few() -> str:
    """Say that the counts are too small."""
    return gettext("The numbers of this year are too small to say more here.")


def month_short(report: Report) -> str:
    """Write the month of a report: Mar."""
    return day(_first_day(report), "LLL").rstrip(".")


def month_long(report: Report) -> str:
    """Write the month of a report: March."""
    return day(_first_day(report), "LLLL")


def counts_scale(highest: float) -> Scale:
    """Return the marks of an axis of counts."""
    return Scale(tuple((mark, number(mark)) for mark in marks_of(max(1, highest), whole=True)))


def shares_plot(
    name: str, title: str, sentence: str, headers: Sequence[str], cells: Sequence[Cell]
) -> Plot:
    """Return a plot of counts as bars, each with its share."""
    bars = tuple((named(cell.name), cell.count, _beside(cell)) for cell in cells)
    rows = [
        (named(cell.name), shown_number(cell.count), shown_percent(cell.share)) for cell in cells
    ]
    table = Table(title, headers, rows)
    return Plot(name, title, sentence, bars_plot(bars), table)


def largest(cells: Sequence[Cell]) -> Cell | None:
    """Return the cell with the largest count that is shown.

    It need not be the largest of all: a count that is not shown may be larger.
    """
    shown = [cell for cell in cells if cell.count is not None]
    return max(shown, key=lambda cell: cell.count or 0, default=None)


def all_shown(counts: Iterable[int | None]) -> bool:
    """Return whether no count is hidden, so that the largest may be called the largest."""
    return None not in list(counts)


def _beside(cell: Cell) -> str:
    text = shown_number(cell.count)
    return text if cell.share is None else f"{text} ({shown_percent(cell.share)})"


def _first_day(report: Report) -> date:
    month = month_of(report.period)
    return date(month.year, month.number, 1)
