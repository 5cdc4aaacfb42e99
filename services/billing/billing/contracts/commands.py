"""The body of a contract. Wire names are camelCase."""

from typing import Literal

from pydantic import Field
from shared.events.vocabulary import VatCategory
from shared.http import Command
from shared.strict import Day

from billing.contracts.rules import PAYER
from billing.municipalities.commands import Code
from billing.tariffs.commands import VERSION

# The contract and its invoices are each announced in one message of the bus, of at most 60 KB.
MOST_BENEFICIARIES = 500
MOST_BREAK_DATES = 20


class SignContract(Command):
    """A contract as it was signed; `from` and `until` are both included."""

    payer: str = Field(pattern=PAYER, description="CBS code, VNG, KING or a region REG-...")
    beneficiaries: list[Code] = Field(min_length=1, max_length=MOST_BENEFICIARIES)
    signed_on: Day
    from_: Day = Field(alias="from")
    until: Day
    tariff_version: str | None = Field(
        default=None, pattern=VERSION, description="null: the newest tariff"
    )
    vat: VatCategory = Field(default="exempt")
    order_reference: str | None = Field(
        default=None,
        pattern=r"^[A-Z1-9][A-Z0-9/-]*$",
        max_length=30,
        description="the payer's own, for its invoices: capitals, digits and / -, no 0 first",
        examples=["PO-2016/0042"],
    )
    break_dates: list[Day] = Field(
        default=[], max_length=MOST_BREAK_DATES,
        description="days at the end of which it may be ended early",
    )  # fmt: skip


class EndContract(Command):
    """A contract ends early, by agreement or on one of its break dates."""

    on: Day = Field(description="the last day in force", examples=["2016-12-31"])
    reason: Literal["agreed", "break"]


class OptOut(Command):
    """A beneficiary leaves a contract; the last one ends it."""

    code: Code
    on: Day = Field(description="the last day in force", examples=["2016-12-31"])
