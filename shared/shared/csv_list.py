"""Lists as CSV for a spreadsheet: UTF-8 with a byte order mark, separated by semicolons."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from starlette.responses import Response

# What a spreadsheet takes for a formula at the beginning of a cell (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"
Cell = str | int | float | Decimal | date | None


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a list as CSV; text that a spreadsheet would take for a formula begins with a quote.

    Numbers, amounts and days are of our own making and stay as they are; None is empty.
    """
    return MARK.encode() + csv_lines([header]) + csv_lines(rows)


def csv_lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return rows of a list that was begun with `csv_bytes`, for one that is written in parts."""
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerows([_defused(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """Return a list as the download `<name>.csv`."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(csv_bytes(header, rows), media_type="text/csv", headers=disposition)


def _defused(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
