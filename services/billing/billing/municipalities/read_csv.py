"""Read the figures of municipalities from a CSV, as CBS StatLine and spreadsheets write it."""

from datetime import date

from pydantic import ValidationError
from shared.refusals import BadInput

from billing.csv_rows import CsvWrong, read_rows, refuse_wrong, told
from billing.municipalities.commands import MOST_MUNICIPALITIES, Figures, ImportMunicipalities

COLUMNS = ("code", "name", "province", "inhabitants")
MOST_DIGITS = 10


class AsOfMissing(BadInput):
    """An import by CSV lacks the reference date of its figures."""


def read_csv(content: bytes, as_of: date | None) -> ImportMunicipalities:
    """Read the columns code, name, province and inhabitants, split by commas or semicolons.

    Wrong lines are named by their number in the file. Raises `CsvWrong` and `AsOfMissing`.
    """
    if as_of is None:
        raise AsOfMissing("Say of which date the figures are: add ?asOf=2016-01-01.")
    municipalities, wrong = [], []
    for line, row in read_rows(content, COLUMNS):
        if row is None:
            wrong.append(f"line {line}: give four columns")
            continue
        try:
            figures = Figures.model_validate({**row, "inhabitants": _whole(row["inhabitants"])})
            municipalities.append(figures)
        except ValidationError as error:
            wrong += told(line, error)
    refuse_wrong(wrong)
    if not 0 < len(municipalities) <= MOST_MUNICIPALITIES:
        raise CsvWrong(f"Give 1 to {MOST_MUNICIPALITIES} municipalities.")
    return ImportMunicipalities(as_of=as_of, municipalities=municipalities)


def _whole(text: str) -> int | str:
    """Return a whole number; return any other text as it is, for the model to refuse."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < MOST_DIGITS else text
