"""The bodies of requests about payments."""

from decimal import Decimal

from pydantic import Field
from shared.http import Command

SIGNED_AMOUNT = r"^-?\d{1,10}\.\d{2}$"
NUMBER = r"^\d{4}-\d{5,9}$"


class AllocateEntry(Command):
    """So much of an entry of the bank pays this invoice."""

    number: str = Field(pattern=NUMBER, examples=["2016-00001"])
    amount: str = Field(
        pattern=SIGNED_AMOUNT,
        examples=["250.00"],
        description="in euros with cents; below zero it takes back",
    )

    @property
    def euros(self) -> Decimal:
        """Return the amount."""
        return Decimal(self.amount)


class StatementFile(Command):
    """A bank file, as a retry with the same Idempotency-Key is known by it."""

    sha256: str


class FindInvoices(Command):
    """Which invoices an entry may be for: a number, or a payer's code or a part of its name."""

    search: str | None = Field(
        default=None, max_length=60, pattern=r"^[\p{L}\p{M}\p{N} .,'’()/-]*$"
    )
