"""Write a series as CSV (RFC 4180, UTF-8): one row for each figure and name of each period."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from reporting.books.periods import period_of
from reporting.books.views import Report
from reporting.open_data.figures import FIGURES
from reporting.open_data.resources import Resource

Row = tuple[object, ...]
SHOWN, HIDDEN = "true", "false"


def csv_of(resource: Resource, series: Iterable[Sequence[Report]]) -> bytes:
    """Return the file: its header, and the rows of all reports in the order given."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.name for column in resource.columns)
    for reports in series:
        for report in reports:
            writer.writerows(rows_of(report))
    return text.getvalue().encode()


def rows_of(report: Report) -> Iterator[Row]:
    """Yield the rows of a report, of a region with its name; None is written empty."""
    period = period_of(report.period)
    place = (report.region,) if report.region else ()
    for figure, known in FIGURES.items():
        for name, count, share in known.cells(report):
            shown = HIDDEN if count is None and share is None else SHOWN
            yield (
                period.kind, report.period, *place, figure, name, count, share, shown,
                report.revision,
            )  # fmt: skip
