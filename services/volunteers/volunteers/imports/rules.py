"""How a file of comma-separated values is read, and what refuses it or one of its rows."""

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence

from shared.refusals import BadInput, NotFound, Refusal

MOST_ROWS = 2000
FIRST_ROW = 2  # the first below the header, as a spreadsheet counts
APART = re.compile(r"[\s,;|+/]+")


class NotCsv(BadInput):
    """The body is no file of comma-separated values in UTF-8."""


class ColumnsWrong(BadInput):
    """The first line must name the columns, each once."""


class TooManyRows(BadInput):
    """A file is one commit, so that it is bounded."""


class RowsRefused(Refusal):
    """A file is imported whole, or not at all."""


class ReferenceTwice(Refusal):
    """A reference names one volunteer."""


class UnknownReference(NotFound):
    """No volunteer was imported by this reference."""


class LocationUnknownByName(NotFound):
    """No location has this name."""


class ChangedOnTheirWay(Refusal):
    """Channels, role and admission of a known volunteer change by the steps of their way."""


class HasLeft(Refusal):
    """Who left is not brought back by an import."""


class BeforeTheApplication(BadInput):
    """Somebody applies before they are admitted, and both lie in the past."""


class ShiftUnclear(BadInput):
    """At most all of a shift's people are experienced, and who is kept out is not let in."""


class FewerThanFilled(Refusal):
    """A shift keeps the places that are taken."""


class RowRefused(Exception):
    """One row cannot be imported: which of its columns is refused, and why."""

    def __init__(self, field: str, refusal: Refusal) -> None:
        super().__init__(field)
        self.field, self.refusal = field, refusal


def read_rows(
    content: bytes, columns: Collection[str], required: Sequence[str]
) -> dict[int, dict[str, str]]:
    """Return the rows by their number, as texts by column; what is empty is left out.

    Cells are apart by commas or semicolons. Raises `NotCsv`, `ColumnsWrong`, `TooManyRows`, none of
    which repeats what the file says.
    """
    try:
        text = content.decode("utf-8-sig")
        lines = _lines(text)
        header = [name.strip() for name in next(lines, [])]
        _check_header(header, columns, required)
        rows: dict[int, dict[str, str]] = {}
        for number, cells in enumerate(lines, FIRST_ROW):
            if len(cells) > len(header):
                raise NotCsv(f"row {number} has more cells than there are columns")
            named = zip(header, (cell.strip() for cell in cells), strict=False)
            rows[number] = {name: cell for name, cell in named if cell}
            if number - FIRST_ROW >= MOST_ROWS:
                raise TooManyRows(f"a file has at most {MOST_ROWS} rows: send it in parts")
    except (UnicodeDecodeError, csv.Error):
        raise NotCsv("send a file of comma-separated values in UTF-8") from None
    return {number: row for number, row in rows.items() if row}


def several(cell: str) -> list[str]:
    """Return the words of a cell that holds several: apart by spaces, commas, + or /."""
    return [word for word in APART.split(cell) if word]


def _lines(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _check_header(header: Sequence[str], columns: Collection[str], required: Sequence[str]) -> None:
    known = f"known are {', '.join(columns)}"
    for number, name in enumerate(header, 1):
        if name not in columns:
            raise ColumnsWrong(f"column {number} has a name that is not known: {known}")
    if len(set(header)) < len(header):
        raise ColumnsWrong(f"a column stands there twice: {known}")
    if missing := [name for name in required if name not in header]:
        raise ColumnsWrong(f"the first line lacks {', '.join(missing)}: {known}")
