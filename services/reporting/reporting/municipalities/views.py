"""What can be said of one municipality."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field
from shared.events.vocabulary import Province
from shared.http import View

from reporting.books.views import Report

NEVER_ASKED = (
    "Origin unknown: the service never asks where a caller lives. So nothing here says how many"
    " of the municipality's inhabitants sought contact; `region` is what the locations in its"
    " province did, for whoever called."
)


class MunicipalityLink(View):
    """A municipality, and the addresses of its report of a period."""

    code: str = Field(examples=["GM0301"])
    name: str
    province: Province
    excluded: bool
    report: str
    page: str


class MunicipalityReport(View):
    """What can be said of a municipality: what is known of it, apart from what is observed.

    `region` and `nation` are published reports of the period; `region` is null where no location
    is in the province.
    """

    period: str
    code: str
    name: str
    province: Province
    as_of: date = Field(description="the day of the inhabitants: 1 January of the year (CBS)")
    inhabitants: int
    share_of_inhabitants: float = Field(description="of all inhabitants, a fraction of 1")
    excluded: bool = Field(description="one of the large cities with their own arrangement")
    takes_part: bool = Field(description="under a contract that covers 1 January of the year")
    payer: str | None = Field(description="who pays for it: a CBS code, `VNG`, `KING` or a region")
    contribution: Decimal | None = Field(
        description="for the whole year, in euros; null where it takes no part or the year is"
        " not settled"
    )
    invoiced: Decimal | None = Field(
        description="invoiced to it for the whole year, in euros, less credit notes; null where"
        " another pays"
    )
    origin: Literal["unknown"] = "unknown"
    origin_note: str = NEVER_ASKED
    region: Report | None
    nation: Report
