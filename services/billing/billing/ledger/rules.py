"""What documents and money are on the accounts: a debit is positive, a credit negative."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Account = Literal["receivable", "revenue", "vat", "bank", "unallocated"]
Source = Literal["invoice", "credit_note", "payment", "allocation"]


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount in euros on an account; `number` is the invoice of a receivable."""

    account: Account
    amount: Decimal
    number: str | None = None


def invoice_postings(number: str, net: Decimal, vat: Decimal) -> Sequence[Posting]:
    """Return the postings of an invoice: its payer owes the total."""
    return _without_zero(
        Posting("receivable", net + vat, number), Posting("revenue", -net), Posting("vat", -vat)
    )


def credit_note_postings(credited: str, net: Decimal, vat: Decimal) -> Sequence[Posting]:
    """Return the postings of a credit note: less is owed of the invoice that it credits."""
    return _without_zero(
        Posting("receivable", -net - vat, credited), Posting("revenue", net), Posting("vat", vat)
    )


def payment_postings(amount: Decimal) -> Sequence[Posting]:
    """Return the postings of a movement of the bank, before it is allocated."""
    return Posting("bank", amount), Posting("unallocated", -amount)


def allocation_postings(number: str, amount: Decimal) -> Sequence[Posting]:
    """Return the postings of money that is allocated to an invoice."""
    return Posting("unallocated", amount), Posting("receivable", -amount, number)


def _without_zero(*postings: Posting) -> Sequence[Posting]:
    return tuple(posting for posting in postings if posting.amount)
