"""Answers about an import."""

from pydantic import Field
from shared.http import View


class RefusedRow(View):
    """Why a row is refused; what it holds is not repeated."""

    row: int = Field(description="as a spreadsheet counts: the first below the header is 2")
    field: str = Field(description="the column, or empty for the whole row")
    reason: str


class ImportView(View):
    """What an import did, or would do: rows of new records, of changed ones, and refused ones."""

    dry_run: bool
    rows: int
    created: int
    changed: int
    refused: list[RefusedRow]
