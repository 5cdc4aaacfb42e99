"""The account of a year, in the language that was asked for."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field
from shared.http import View

FIRST_YEAR, LAST_YEAR = 2000, 2099

Unit = Literal["count", "share", "hours", "minutes", "euros", "inhabitants"]


class FigureView(View):
    """A figure, as a number and as it is written, with its definition beside it."""

    code: str = Field(examples=["volunteer_policy.admitted"])
    name: str
    value: int | float | Decimal | None = Field(description="null where it must not be shown")
    unit: Unit
    said: str = Field(description="the value as people read it")
    definition: str


class LinkView(View):
    """Where more is: an address, and what stands there."""

    address: str
    title: str


class CriterionView(View):
    """A criterion of the tender: what is claimed, the figures that show it, and what they leave."""

    code: str
    title: str
    says: str
    figures: list[FigureView]
    notes: list[str]
    link: LinkView | None = None


class AccountView(View):
    """The account of a year (Europe/Amsterdam), up to and with the day `until`.

    Figures about help seekers are those of the published report of the year, revision `revision`;
    they are null while none is published.
    """

    year: int
    title: str
    until: date
    ended: bool = Field(description="the year has ended")
    revision: int | None = Field(description="of the year's report; null: not published yet")
    opening: list[str]
    criteria: list[CriterionView]
