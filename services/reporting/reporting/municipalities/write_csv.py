"""What can be said of a municipality as CSV."""

from shared.csv_list import csv_bytes

from reporting.municipalities.read_municipality import known_figures
from reporting.municipalities.views import MunicipalityReport
from reporting.reports.csv_file import HEADER, row_of, rows_of


def write_csv(view: MunicipalityReport) -> bytes:
    """Return what is known of a municipality, and apart from it what its region and nation did.

    The rows are those of a report's CSV; the column `place` tells them apart.
    """
    about = (view.period, view.name, 0)
    rows = [row_of(about, figure) for figure in known_figures(view)]
    rows += [row for report in (view.region, view.nation) if report for row in rows_of(report)]
    return csv_bytes(HEADER, rows)
