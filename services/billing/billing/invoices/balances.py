"""What is open of each invoice: its total, less its credit notes, less what was paid of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy
from sqlalchemy import Select
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from billing.invoices.rules.states import InvoiceState, open_of, state_of
from billing.tables import Allocation, Document

CreditNote = aliased(Document)
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Balance:
    """An invoice and what is open of it, in euros; `name` is its buyer's as it stands there."""

    number: str
    payer: str
    name: str
    year: int
    reason: str
    issued_on: date
    due_on: date
    payment_reference: str
    total: Decimal
    credited: Decimal
    paid: Decimal

    @property
    def open(self) -> Decimal:
        """Return what is open; below zero where more was paid than is owed."""
        return open_of(self.total, self.credited, self.paid)

    def state(self, today: date) -> InvoiceState:
        """Return the state of the invoice on a day."""
        return state_of(self.total, self.credited, self.paid, self.due_on, today)


def all_of(found: Any) -> Any:
    """Return a query of all fields of `balances`, or of a part of them."""
    return sqlalchemy.select(found)


def balances() -> Any:
    """Return every invoice with the fields of `Balance` and what is `open`, as a subquery."""
    credited = _sum_of(CreditNote.total).where(col(CreditNote.credits) == col(Document.number))
    paid = _sum_of(Allocation.amount).where(col(Allocation.number) == col(Document.number))
    found: Select[Any] = select(  # type: ignore[call-overload]
        Document.series, col(Document.sequence).label("place"), Document.number, Document.payer,
        col(Document.buyer)["name"].astext.label("name"), Document.year, Document.reason,
        Document.issued_on, Document.due_on, Document.payment_reference, Document.total,
        credited.scalar_subquery().label("credited"), paid.scalar_subquery().label("paid"),
    ).where(col(Document.kind) == "invoice")  # fmt: skip
    each = found.subquery("each")
    still_open = (each.c.total - each.c.credited - each.c.paid).label("open")
    return sqlalchemy.select(each, still_open).subquery()


def balance_of(row: Any) -> Balance:
    """Return a row of `balances` as a balance."""
    return Balance(**{name: getattr(row, name) for name in Balance.__dataclass_fields__})


def _sum_of(amount: Any) -> Any:
    return select(func.coalesce(func.sum(amount), NOTHING)).correlate(Document)
