"""Read a CSV as spreadsheets write it: UTF-8 with or without a mark, commas or semicolons."""

import csv
import re
from collections.abc import Collection, Iterator

from pydantic import ValidationError
from shared.refusals import BadInput

MOST_NAMED = 10


class CsvWrong(BadInput):
    """The CSV is not in the format of an import."""


def read_rows(
    content: bytes, needed: Collection[str], possible: Collection[str] = ()
) -> Iterator[tuple[int, dict[str, str] | None]]:
    """Yield the number of each line, and its values by column; None: not so many columns.

    The first line names all columns that are `needed`, and no other than those and the `possible`
    ones. Raises `CsvWrong`.
    """
    try:
        # Not `splitlines`: it also splits at U+2028 and others, which a name may contain.
        lines = re.split(r"\r\n|\r|\n", content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise CsvWrong("The CSV must be UTF-8.") from None
    rows = csv.DictReader(lines, delimiter=";" if ";" in lines[0] else ",")
    try:
        columns = list(rows.fieldnames or ())
        known = set(needed) <= set(columns) <= {*needed, *possible}
        if not known or len(set(columns)) < len(columns):
            also = f", and perhaps {','.join(possible)}" if possible else ""
            raise CsvWrong(f"The first line must name the columns {','.join(needed)}{also}.")
        for row in rows:
            whole = set(row) == set(columns) and None not in row.values()
            yield rows.line_num, dict(row) if whole else None
    except csv.Error:
        after = rows.line_num
        raise CsvWrong(f"After line {after} a value is too long: close its quote.") from None


def told(line: int, error: ValidationError) -> list[str]:
    """Return what is wrong with a line, by its columns; never a value of it."""
    errors = error.errors(include_url=False, include_context=False, include_input=False)
    return [
        f"line {line}, {one['loc'][0] if one['loc'] else 'row'}: {one['msg']}" for one in errors
    ]


def refuse_wrong(wrong: Collection[str]) -> None:
    """Raise `CsvWrong` with the first ten of what is wrong, if anything is."""
    if wrong:
        more = len(wrong) - MOST_NAMED
        named = "; ".join(list(wrong)[:MOST_NAMED])
        raise CsvWrong(named + (f"; and {more} more" if more > 0 else ""))
