"""A report as CSV: one row a figure, with what it is called and counts beside it."""

from shared.csv_list import Cell, csv_bytes

from reporting.books.views import Report
from reporting.reports.definitions import said
from reporting.reports.figures import figures
from reporting.reports.rules.figure import Figure
from reporting.reports.words import part_name, place_name

HEADER = ("period", "place", "revision", "figure", "name", "value", "share", "figureName", "part",
          "definition")  # fmt: skip


def csv_file(report: Report) -> bytes:
    """Return the figures of a report as CSV, in the language that is spoken now.

    `figure` and `name` are the same in each language. An empty `value` must not be shown; `share`
    is a fraction of 1, empty where there is none or it must not be shown.
    """
    return csv_bytes(HEADER, rows_of(report))


def rows_of(report: Report) -> list[tuple[Cell, ...]]:
    """Return the rows of a report's CSV."""
    about = (report.period, place_name(report), report.revision)
    return [row_of(about, figure) for figure in figures(report)]


def row_of(about: tuple[str, str, int], figure: Figure) -> tuple[Cell, ...]:
    """Return the row of a figure; `about` are the period, the place and the revision."""
    defined = said(figure.key)
    return (
        *about, figure.key, figure.name, figure.value, figure.share, defined.name,
        part_name(figure), defined.definition,
    )  # fmt: skip
