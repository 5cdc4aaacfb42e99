"""A round of invoices: of which years there is one, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from shared.refusals import Refusal


class YearNotSettled(Refusal):
    """A year that is not settled has no price yet, so nothing of it can be invoiced."""


class NotBilled(Refusal):
    """A contract could not be billed, by a mistake of ours."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many contracts a round has, by what became of them."""

    open: int
    issued: int
    nothing_owed: int
    refused: int

    @property
    def total(self) -> int:
        """Return how many contracts the round has."""
        return self.open + self.done

    @property
    def done(self) -> int:
        """Return how many contracts were looked at, refused ones too."""
        return self.issued + self.nothing_owed + self.refused

    @property
    def percent(self) -> int:
        """Return how much is done, in whole percent: 100 only when nothing is open."""
        return 100 * self.done // self.total if self.total else 100


def check_settled(year: int, settled: bool) -> None:
    """Refuse a year that is not settled."""
    if not settled:
        raise YearNotSettled(f"{year} is not settled: settle it first, by /v1/settlements.")


def not_billed() -> NotBilled:
    """Return what is said of a contract at which our own code failed."""
    return NotBilled(
        "Our own code failed at this contract: the log of billing says where. Nothing of it was"
        " issued. Begin another round when that is mended."
    )


def change_of(
    this_year: Mapping[str, Decimal], last_year: Mapping[str, Decimal]
) -> dict[str, tuple[Decimal, Decimal]]:
    """Return what each payer pays in euros this year and last; also of those who come or go."""
    none = Decimal("0.00")
    return {
        payer: (this_year.get(payer, none), last_year.get(payer, none))
        for payer in sorted({*this_year, *last_year})
    }
