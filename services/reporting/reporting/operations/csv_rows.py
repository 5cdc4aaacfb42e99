"""The operations report as rows for a spreadsheet: one figure a row; empty where not shown."""

import csv
import io
from collections.abc import Iterator

from pydantic import BaseModel

from reporting.operations.views import OperationsReport

MARK = "\ufeff"
HEADER = ("part", "day", "hour", "location", "figure", "value")
# What a spreadsheet takes for a formula at the beginning of a cell (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Row = tuple[str, str, str, str, str, str]


def csv_of(report: OperationsReport) -> bytes:
    """Return the report as CSV: UTF-8 with a byte order mark, separated by semicolons."""
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerow(HEADER)
    lines.writerows(_rows(report))
    return (MARK + text.getvalue()).encode()


def _rows(report: OperationsReport) -> Iterator[Row]:
    day = f"{report.date}"
    for hour in report.hours:
        for figure, value in _figures(hour):
            yield "hour", day, f"{hour.hour}", "", figure, value
    for one in report.week:
        for figure, value in _figures(one):
            yield "day", f"{one.date}", "", "", figure, value
    yield from _callers(report)
    for place in report.locations:
        name = f"'{place.name}" if place.name.startswith(FORMULA) else place.name
        for figure, value in _figures(place):
            yield "week of location", day, "", name, figure, value
    for figure, value in _figures(report.holes):
        yield "holes", day, "", "", figure, value
    if report.redials:
        for figure, value in _figures(report.redials, "redials."):
            yield "redials", day, "", "", figure, value


def _callers(report: OperationsReport) -> Iterator[Row]:
    for calls in report.calls:
        for figure, value in _figures(calls):
            yield "telephone", f"{calls.date}", "", "", figure, value
    for figure, value in _figures(report.misuse):
        yield "misuse", f"{report.date}", "", "", figure, value


def _figures(view: BaseModel, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield each number of a view by its name in the API: `missed.noListener`."""
    for name, field in type(view).model_fields.items():
        value, figure = getattr(view, name), f"{before}{field.alias or name}"
        if isinstance(value, BaseModel):
            yield from _figures(value, f"{figure}.")
        elif figure != "hour" and (value is None or isinstance(value, int | float)):
            yield figure, "" if value is None else f"{value}"
