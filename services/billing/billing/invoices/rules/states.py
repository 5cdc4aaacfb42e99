"""How an invoice stands: derived from its credit notes and payments, never kept."""

from datetime import date
from decimal import Decimal
from typing import Literal

InvoiceState = Literal["issued", "overdue", "paid", "credited"]


def open_of(total: Decimal, credited: Decimal, paid: Decimal) -> Decimal:
    """Return what is left to pay of an invoice, in euros; below zero, too much was paid."""
    return total - credited - paid


def state_of(
    total: Decimal, credited: Decimal, paid: Decimal, due_on: date, today: date
) -> InvoiceState:
    """Return the state of an invoice; `due_on` is the last day of its term of payment."""
    if credited == total:
        return "credited"
    if open_of(total, credited, paid) <= 0:
        return "paid"
    return "overdue" if today > due_on else "issued"
