"""The bodies of requests about invoices, and what a page of them asks for."""

from decimal import Decimal

from pydantic import Field
from shared.http import Command
from shared.strict import Number

MOST_TYPED = 60
# An invoice has a line for each of at most so many municipalities.
MOST_LINES = 1000
AMOUNT = r"^\d{1,10}\.\d{2}$"


class FindContracts(Command):
    """Which contracts and invoices; without a year the page chooses one."""

    year: Number | None = Field(default=None, ge=1, le=9999)
    municipality: str | None = Field(
        default=None,
        max_length=MOST_TYPED,
        pattern=r"^[\p{L}\p{M}\p{N} .,'’()/-]*$",
        description="a CBS code, or a part of a name",
    )


class ShowRounds(Command):
    """Of which year a page shows what a round would issue; without one the page chooses."""

    year: Number | None = Field(default=None, ge=1, le=9999)


class BeginRound(Command):
    """Invoice what is owed of a settled year and was not invoiced yet."""

    year: int = Field(ge=1, le=9999, examples=[2016])


class CreditLine(Command):
    """So much of a line of the invoice: `line` counts from 1, in the order of the invoice."""

    line: int = Field(ge=1, le=MOST_LINES)
    amount: str = Field(
        pattern=AMOUNT, examples=["12.50"], description="in euros with cents, without VAT"
    )

    @property
    def euros(self) -> Decimal:
        """Return the amount."""
        return Decimal(self.amount)


class CreditInvoice(Command):
    """Credit these lines of an invoice; null: all that is left of it."""

    lines: list[CreditLine] | None = Field(default=None, min_length=1, max_length=MOST_LINES)


class BillCourses(Command):
    """Invoice the courses that were delivered and are not invoiced yet."""

    client: str | None = Field(
        default=None, pattern=r"^ORG-[A-Z0-9-]{1,20}$", description="null: of every client"
    )
