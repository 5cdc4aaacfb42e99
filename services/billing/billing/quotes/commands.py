"""The body of a quote, and the form of an offer. Wire names are camelCase."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, Strict
from shared.http import Command

from billing.municipalities.commands import Inhabitants


class QuotePrice(Command):
    """What would a municipality pay in a year? Give the participation in one of two ways."""

    inhabitants: Inhabitants = Field(examples=[47000])
    participation: Annotated[Decimal, Strict(False)] | str | None = Field(
        default=None,
        description='of the tariff\'s reference population: 0.85 or "85%", from 70% to 100%',
        examples=["100%"],
    )
    participating_inhabitants: Inhabitants | None = Field(
        default=None, description="in all, the municipality's own included"
    )
    year: int = Field(ge=1, le=9999, examples=[2016])


class FindOffer(Command):
    """The form of the page of an offer; the municipality is looked for by its text."""

    year: int | None = Field(default=None, ge=1, le=9999)
