"""Tariffs: what finance offers."""

from datetime import datetime

from sqlalchemy import Column, DateTime
from sqlmodel import Field

from billing.tables.base import Table


class Tariff(Table, table=True):
    """A version of the tariff; `minimum_participation` is in percent of the reference population.

    `rounding`: amounts are in `cent` or whole `euro`. `part_of_year`: a part of a year owes the
    `whole_year`, or `by_days`. `excluded_join`: an excluded municipality may not sign (`refused`),
    shares the `same_budget`, or pays the `same_price`. `revision` counts the changes of a draft.
    Published once (`published_at`), it never changes again.
    """

    __tablename__ = "tariff"
    version: str = Field(primary_key=True)
    reference_population: int
    minimum_participation: int
    rounding: str
    part_of_year: str
    excluded_join: str
    revision: int
    published_at: datetime | None = Field(
        default=None, sa_column=Column(DateTime(timezone=True), nullable=True)
    )


class TariffPeriod(Table, table=True):
    """Years, both included, that share one yearly budget in whole euros."""

    __tablename__ = "tariff_period"
    tariff_version: str = Field(primary_key=True, foreign_key="tariff.version")
    first_year: int = Field(primary_key=True)
    last_year: int
    yearly_budget: int


class TariffExclusion(Table, table=True):
    """A municipality that a tariff leaves out of its offer, by its CBS code."""

    __tablename__ = "tariff_exclusion"
    tariff_version: str = Field(primary_key=True, foreign_key="tariff.version")
    code: str = Field(primary_key=True)
