"""Answers about municipalities."""

from datetime import date

from pydantic import Field
from shared.http import View


class ImportView(View):
    """How many municipalities are new, have changed figures, or were known as they are."""

    as_of: date
    registered: int
    changed: int
    unchanged: int


class MunicipalityView(View):
    """A municipality with its figure of the date asked for, as corrected; null: there is none."""

    code: str
    name: str
    province: str
    excluded: bool = Field(description="one of the four big cities, outside the offer")
    as_of: date | None
    inhabitants: int | None


class CorrectionView(View):
    """A corrected figure of a settled year; `correction` counts from 1, and the last one holds."""

    code: str
    as_of: date
    correction: int
    before: int
    inhabitants: int
