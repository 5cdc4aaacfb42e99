"""Answers about invoices. Amounts and prices are decimal strings in euros."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import Field
from shared.http import View

from billing.tariffs.views import PriceView


class InvoiceSummary(View):
    """An invoice without its lines."""

    invoice_id: UUID
    contract_id: UUID
    number: str
    period: int = Field(description="the year invoiced, always whole")
    payer: str
    issued_on: date
    due_on: date
    vat: Decimal
    total: Decimal
    currency: str


class InvoiceLineView(View):
    """What is owed for one beneficiary (CBS code)."""

    beneficiary: str
    inhabitants: int
    amount: Decimal


class InvoiceView(InvoiceSummary):
    """An invoice as it was issued, for good."""

    price_per_inhabitant: PriceView
    lines: list[InvoiceLineView]
