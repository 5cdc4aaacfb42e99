"""Write a series as CSV (RFC 4180, UTF-8): one row for each figure and name of each period."""

import csv
import io
from collections.abc import Iterable, Iterator

from reporting.books.periods import period_of
from reporting.books.views import Report
from reporting.open_data.figures import FIGURES
from reporting.open_data.resources import Resource

Row = tuple[object, ...]
SHOWN, HIDDEN = "true", "false"


def head_of(resource: Resource) -> bytes:
    """Return the header of the file."""
    return _written([tuple(column.name for column in resource.columns)])


def lines_of(reports: Iterable[Report]) -> bytes:
    """Return the rows of reports, in their order."""
    return _written(row for report in reports for row in rows_of(report))


def rows_of(report: Report) -> Iterator[Row]:
    """Yield the rows of a report, of a region with its name; None is written empty."""
    period = period_of(report.period)
    place = (report.region,) if report.region else ()
    for name, figure in FIGURES.items():
        for part, count, share in () if place and figure.country_only else figure.cells(report):
            shown = HIDDEN if count is None and share is None else SHOWN
            yield (
                period.kind, report.period, *place, name, part, count, share, shown,
                report.revision,
            )  # fmt: skip


def _written(rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
