"""What is asked of billing: the bodies of its POST requests. Wire names are camelCase."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, Strict
from shared.events.vocabulary import Province
from shared.http import Command
from shared.strict import Day

from billing.rules.municipality import CODE, LONGEST_NAME, MOST_INHABITANTS, NAME

MOST_MUNICIPALITIES = 1000
# The contract and its invoices are each announced in one message of the bus, of at most 60 KB.
MOST_BENEFICIARIES = 500

Code = Annotated[str, Field(pattern=CODE, description="CBS code", examples=["GM0301"])]
Inhabitants = Annotated[int, Field(gt=0, le=MOST_INHABITANTS)]
Year = Annotated[int, Field(ge=1, le=9999, examples=[2016])]


class Figures(Command):
    """A municipality and its inhabitants, by CBS."""

    code: Code
    name: str = Field(
        pattern=NAME,
        max_length=LONGEST_NAME,
        description="letters, spaces and . , ' ( ) - / only",
        examples=["Zutphen"],
    )
    province: Province
    inhabitants: Inhabitants


class ImportMunicipalities(Command):
    """Figures of one 1 January; all are taken in, or none."""

    as_of: Day = Field(description="a 1 January", examples=["2016-01-01"])
    municipalities: list[Figures] = Field(min_length=1, max_length=MOST_MUNICIPALITIES)


class QuotePrice(Command):
    """What would a municipality pay in a year, at a participation said in one of two ways?"""

    inhabitants: Inhabitants = Field(examples=[47000])
    participation: Annotated[Decimal, Strict(False)] | str | None = Field(
        default=None,
        description='of the tariff\'s reference population: 0.85 or "85%", from 70% to 100%',
        examples=["100%"],
    )
    participating_inhabitants: Inhabitants | None = Field(
        default=None, description="in all, the municipality's own included"
    )
    year: Year


class SignContract(Command):
    """A contract as it was signed; `from` and `until` are both included."""

    payer: str = Field(pattern=r"^(GM\d{4}|VNG|KING)$", description="CBS code, VNG or KING")
    beneficiaries: list[Code] = Field(min_length=1, max_length=MOST_BENEFICIARIES)
    signed_on: Day
    from_: Day = Field(alias="from")
    until: Day
    tariff_version: str | None = Field(
        default=None, pattern=r"^\d{4}-\d{4}$", description="null: the newest tariff"
    )


class SettleYear(Command):
    """Settle the participation and the price of a year, once."""

    year: Year
