"""What the pages of the finance desk show. Amounts are in euros."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from billing.invoices.balances import Balance


@dataclass(frozen=True)
class SumOfInvoices:
    """How many invoices, and their amounts together."""

    count: int
    total: Decimal
    credited: Decimal
    paid: Decimal
    open: Decimal


@dataclass(frozen=True)
class Participation:
    """Who takes part in a year: as it was settled, or as contracts and figures are now.

    `offered` is the part of the eligible inhabitants below which the offer prices nothing.
    """

    year: int
    settled: bool
    participants: int
    municipalities: int
    inhabitants: int
    eligible: int
    budget: int | None
    offered: Fraction | None

    @property
    def share(self) -> Fraction:
        """Return the part of the eligible inhabitants that takes part."""
        return Fraction(self.inhabitants, self.eligible) if self.eligible else Fraction(0)

    @property
    def price(self) -> Fraction | None:
        """Return the price of an inhabitant; None: nobody takes part, or no tariff prices it."""
        known = self.budget is not None and self.inhabitants
        return Fraction(self.budget or 0, self.inhabitants) if known else None

    @property
    def below_offer(self) -> bool:
        """Say whether fewer take part than the offer prices."""
        return self.offered is not None and self.share < self.offered


@dataclass(frozen=True)
class ToDo:
    """What waits for a person: how many of each, and the euros of what is open.

    `rounds` are the years with contracts that were not billed or were refused, and how many.
    """

    drafts: list[tuple[int, int]]
    refused: list[tuple[UUID, int, int]]
    running: list[tuple[UUID, int, int]]
    bank_entries: int
    bank_amount: Decimal
    reminders: int
    reminders_amount: Decimal
    failed: int
    open: int
    open_amount: Decimal


@dataclass(frozen=True)
class FoundMunicipality:
    """A municipality of a search; `open` is what it owes itself."""

    code: str
    name: str
    province: str
    inhabitants: int | None
    contract_until: date | None
    open: Decimal


@dataclass(frozen=True)
class Inhabitants:
    """The inhabitants of a 1 January; `corrected_from` is the figure before its correction."""

    as_of: date
    inhabitants: int
    corrected_from: int | None


@dataclass(frozen=True)
class Moved:
    """A share of the inhabitants that a reorganisation moved, from or to another municipality."""

    on_day: date
    from_code: str
    from_name: str
    to_code: str
    to_name: str
    share: Fraction


@dataclass(frozen=True)
class Covered:
    """A contract under which a municipality is, or was; both days are included.

    `payer` pays last; `share` is the part of its inhabitants that it covers.
    """

    contract_id: UUID
    payer: str
    payer_name: str | None
    first_day: date
    last_day: date
    tariff_version: str
    share: Fraction
    came_from: str | None
    left_because: str | None


@dataclass(frozen=True)
class PaidForIt:
    """A document that somebody else pays, with the line's amount for the municipality."""

    number: str
    kind: str
    payer: str
    payer_name: str
    year: int
    issued_on: date
    amount: Decimal


@dataclass(frozen=True)
class Happened:
    """Something that happened to a document: `what` is a word, `amount` in euros if it has one.

    `what`: invoice, credit_note, paid, taken_back, reminder, sent or failed. `detail` is the step
    of a reminder, the bank's reference of a payment, or the route of a delivery.
    """

    at: datetime
    day: date
    what: str
    number: str
    detail: str
    amount: Decimal | None


@dataclass(frozen=True)
class History:
    """All that billing knows of a municipality."""

    code: str
    name: str
    province: str
    abolished_on: date | None
    figures: list[Inhabitants]
    moves: list[Moved]
    contracts: list[Covered]
    invoices: list[Balance]
    paid_for: list[PaidForIt]
    happened: list[Happened]

    def sum_of(self, field: str) -> Decimal:
        """Return the sum of an amount of its own invoices."""
        return sum((getattr(each, field) for each in self.invoices), Decimal("0.00"))
