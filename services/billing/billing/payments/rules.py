"""What a bank statement is, when it is refused, and how money is allocated. Amounts in euros."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shared.refusals import BadInput, NotFound, Refusal

TOO_MUCH = Decimal(10**12)  # what numeric(14, 2) does not hold


class CamtMalformed(BadInput):
    """The file is no CAMT.053 by its schema."""


class AccountUnknown(Refusal):
    """The statement is of another account than the seller's."""


class AccountsDiffer(BadInput):
    """One file has the statements of one account."""


class CurrencyNotEuro(BadInput):
    """Statements and entries are in euros."""


class AmountNotInCents(BadInput):
    """An amount has at most two decimals, and is less than EUR 1,000,000,000,000."""


class BalanceMissing(BadInput):
    """A statement has a booked opening balance and a booked closing balance."""


class BalanceWrong(BadInput):
    """Opening balance and entries do not sum to the closing balance."""


class EntryNotBooked(BadInput):
    """A statement has booked entries only."""


class EntryTwice(BadInput):
    """Two entries of a file have the same bank reference."""


class EntryBookedBefore(Refusal):
    """An entry with this bank reference came with another statement."""


class StatementTwice(BadInput):
    """Two statements of a file have the same identification."""


class StatementChanged(Refusal):
    """A statement with this identification was imported before, with other content."""


class NoSuchBankEntry(NotFound):
    """No entry of a bank statement has this id."""


class NothingAllocated(BadInput):
    """An allocation is of an amount other than zero."""


class AllocationAboveEntry(Refusal):
    """More is allocated than is open on the entry of the bank, or in the other direction."""


class AllocationAboveInvoice(Refusal):
    """More is allocated than is open of the invoice."""


class TakenBackTooMuch(Refusal):
    """More is taken back than was allocated."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A booked entry of a statement; money that came is positive.

    `reference` is the structured one of the payer, without spaces; None without one, and for a
    batch of several transactions.
    """

    bank_reference: str
    booked_on: date
    amount: Decimal
    reference: str | None
    remittance: str | None
    counterparty: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of one account, over the days from `from_day` to `until_day`, both included."""

    iban: str
    bank_id: str
    from_day: date
    until_day: date
    opening: Decimal
    closing: Decimal
    movements: Sequence[Movement]


def check_statements(statements: Sequence[Statement], ibans: Collection[str]) -> None:
    """Refuse a file that is not wholly of one of the seller's accounts, or does not add up.

    Raises `AccountsDiffer`, `AccountUnknown`, `StatementTwice`, `EntryTwice` and `BalanceWrong`.
    """
    if len({statement.iban for statement in statements}) > 1:
        raise AccountsDiffer("the file has several accounts: send the statements of one account")
    if statements[0].iban not in ibans:
        raise AccountUnknown(
            "the account is not the seller's: send a statement of the seller's IBAN, or give the"
            " seller (party SELLER) this IBAN"
        )
    if _repeated(statement.bank_id for statement in statements):
        raise StatementTwice("two statements of the file have the same Id: each has its own")
    references = (one.bank_reference for statement in statements for one in statement.movements)
    if repeated := _repeated(references):
        raise EntryTwice(
            f"{repeated} bank references (AcctSvcrRef) stand on more than one entry: each entry"
            " has its own"
        )
    for place, statement in enumerate(statements, start=1):
        moved = sum((one.amount for one in statement.movements), Decimal(0))
        if statement.opening + moved != statement.closing:
            raise BalanceWrong(
                f"statement {place}: opening balance {statement.opening} and entries {moved} sum to"
                f" {statement.opening + moved}, and the closing balance is {statement.closing}"
            )


def check_amount(amount: Decimal) -> None:
    """Refuse what is not in whole cents, or is too much; raises `AmountNotInCents`."""
    if abs(amount) >= TOO_MUCH or amount != amount.quantize(Decimal("0.01")):
        raise AmountNotInCents("write amounts in euros and whole cents, below 1,000,000,000,000")


def match(
    movements: Iterable[Movement],
    numbers: Mapping[str, str],
    open_amounts: Mapping[str, Decimal],
) -> list[tuple[Movement, str, Decimal]]:
    """Return what each movement pays of which invoice, by its structured reference, in order.

    `numbers` are invoices by payment reference, `open_amounts` what is open of them. Nothing is
    paid above that: the rest of a movement, and every movement out, stays for a person.
    """
    left = dict(open_amounts)
    found = []
    for movement in movements:
        number = numbers.get(movement.reference or "")
        if number is None or movement.amount <= 0:
            continue
        paid = min(movement.amount, left.get(number, Decimal(0)))
        if paid > 0:
            left[number] -= paid
            found.append((movement, number, paid))
    return found


@dataclass(frozen=True, slots=True)
class Allocating:
    """An entry of the bank and an invoice, before so much is allocated from one to the other.

    `allocated` is what this entry pays of this invoice already, `paid` what all entries do.
    """

    entry_amount: Decimal
    entry_open: Decimal
    allocated: Decimal
    invoice_open: Decimal
    paid: Decimal


def check_allocation(amount: Decimal, at: Allocating) -> None:
    """Refuse to place more than there is, and to take back more than was placed.

    A negative amount takes back what was allocated from an entry. Of an entry that went out (a
    payment returned) it is placed with a negative amount, and is open of the invoice again.

    Raises `NothingAllocated`, `AllocationAboveEntry`, `AllocationAboveInvoice` and
    `TakenBackTooMuch`.
    """
    if amount == 0:
        raise NothingAllocated("give an amount above zero, or below to take back")
    if (amount > 0) == (at.entry_amount > 0):
        if abs(amount) > abs(at.entry_open):
            raise AllocationAboveEntry(f"EUR {at.entry_open} of this entry is open")
    elif abs(amount) > abs(at.allocated):
        raise TakenBackTooMuch(f"EUR {at.allocated} was allocated from this entry to this invoice")
    if amount > 0 and amount > at.invoice_open:
        raise AllocationAboveInvoice(f"EUR {max(at.invoice_open, Decimal(0))} of it is open")
    if -amount > at.paid:
        raise TakenBackTooMuch(f"EUR {at.paid} was paid of this invoice")


def _repeated(values: Iterable[str]) -> int:
    return sum(count > 1 for count in Counter(values).values())
