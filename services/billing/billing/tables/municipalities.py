"""Municipalities and their figures."""

from datetime import date, datetime

from sqlalchemy import Column, DateTime
from sqlmodel import Field

from billing.tables.base import Table


class Municipality(Table, table=True):
    """A municipality as of its newest figures; `version` orders its events.

    `excluded` tells whether it is one of the G4. From `abolished_on` others are in its place.
    """

    __tablename__ = "municipality"
    code: str = Field(primary_key=True)
    name: str
    province: str
    excluded: bool
    version: int
    abolished_on: date | None = None


class MunicipalityFigure(Table, table=True):
    """Inhabitants on a 1 January, by CBS, as a year is settled by them."""

    __tablename__ = "municipality_figure"
    code: str = Field(primary_key=True, foreign_key="municipality.code")
    as_of: date = Field(primary_key=True, index=True)
    inhabitants: int


class FigureCorrection(Table, table=True):
    """A figure of a settled year, corrected afterwards; the highest `correction` holds."""

    __tablename__ = "figure_correction"
    code: str = Field(primary_key=True)
    as_of: date = Field(primary_key=True)
    correction: int = Field(primary_key=True)
    inhabitants: int
    corrected_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
