"""What the pages of the finance desk are asked for."""

from typing import Annotated, Literal

from pydantic import Field
from shared.http import Command
from shared.strict import Number

MOST_TYPED = 60
Search = Annotated[
    str | None, Field(max_length=MOST_TYPED, pattern=r"^[\p{L}\p{M}\p{N} .,'’()/-]*$")
]
Shown = Literal["open", "overdue", "paid", "credited", "all"]


class FindInvoices(Command):
    """Which invoices: in a state, of a year, of a payer with this code or text in its name."""

    shown: Shown = "open"
    year: Number | None = Field(default=None, ge=1, le=9999)
    payer: Search = None


class ShowYear(Command):
    """Which year."""

    year: Number | None = Field(default=None, ge=1, le=9999)


class FindMunicipality(Command):
    """Which municipalities: with this code or text in their name; or a document, by its number."""

    search: Search = None
