"""Read the figures of municipalities from a CSV, as CBS StatLine and spreadsheets write it."""

import csv
import re
from datetime import date

from pydantic import ValidationError
from shared.refusals import BadInput

from billing.municipalities.commands import MOST_MUNICIPALITIES, Figures, ImportMunicipalities

COLUMNS = {"code", "name", "province", "inhabitants"}
MOST_NAMED = 10
MOST_DIGITS = 10


class CsvWrong(BadInput):
    """The CSV is not in the format of an import."""


class AsOfMissing(BadInput):
    """An import by CSV lacks the reference date of its figures."""


def read_csv(content: bytes, as_of: date | None) -> ImportMunicipalities:
    """Read the columns code, name, province and inhabitants, split by commas or semicolons.

    Wrong lines are named by their number in the file. Raises `CsvWrong` and `AsOfMissing`.
    """
    if as_of is None:
        raise AsOfMissing("Say of which date the figures are: add ?asOf=2016-01-01.")
    try:
        # Not `splitlines`: it also splits at U+2028 and others, which a name may contain.
        lines = re.split(r"\r\n|\r|\n", content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise CsvWrong("The CSV must be UTF-8.") from None
    header = lines[0] if lines else ""
    rows = csv.DictReader(lines, delimiter=";" if ";" in header else ",")
    if set(rows.fieldnames or ()) != COLUMNS:
        raise CsvWrong("The first line must name the columns code,name,province,inhabitants.")
    municipalities, wrong = _read_rows(rows)
    if wrong:
        raise CsvWrong("; ".join(wrong[:MOST_NAMED]))
    if not 0 < len(municipalities) <= MOST_MUNICIPALITIES:
        raise CsvWrong(f"Give 1 to {MOST_MUNICIPALITIES} municipalities.")
    return ImportMunicipalities(as_of=as_of, municipalities=municipalities)


def _read_rows(rows: "csv.DictReader[str]") -> tuple[list[Figures], list[str]]:
    found, wrong = [], []
    for row in rows:
        if set(row) != COLUMNS or None in row.values():
            wrong.append(f"line {rows.line_num}: give four columns")
            continue
        try:
            found.append(Figures.model_validate({**row, "inhabitants": _whole(row["inhabitants"])}))
        except ValidationError as error:
            errors = error.errors(include_url=False, include_context=False, include_input=False)
            wrong += [f"line {rows.line_num}, {one['loc'][0]}: {one['msg']}" for one in errors]
    return found, wrong


def _whole(text: str) -> int | str:
    """Return a whole number; return any other text as it is, for the model to refuse."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < MOST_DIGITS else text
