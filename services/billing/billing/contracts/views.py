"""Answers about contracts."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field
from shared.events.vocabulary import ContractEndReason, VatCategory
from shared.http import View


class ContractView(View):
    """A contract as it was signed, or as a reorganisation made it of another (`follows`).

    `endedOn` is its last day where it ended before `until`. `version` is the ETag of its changes.
    """

    contract_id: UUID
    payer: str
    beneficiaries: list[str]
    signed_on: date
    from_: date = Field(alias="from")
    until: date
    tariff_version: str
    vat: VatCategory
    order_reference: str | None
    break_dates: list[date]
    ended_on: date | None
    ended_because: ContractEndReason | None
    follows: UUID | None
    version: int


class PayerView(View):
    """Who pays from a day on, until the next."""

    from_: date = Field(alias="from")
    payer: str


class CoverageView(View):
    """A municipality under a contract; both days are included.

    The contract is for its inhabitants from `partFrom` to `partUntil` of `partOf` (whole numbers,
    written as text: they may be long). `cameFrom` is the municipality from which a reorganisation
    brought them.
    """

    code: str
    from_: date = Field(alias="from")
    until: date
    part_from: str
    part_until: str
    part_of: str
    came_from: str | None
    left_because: Literal["opted_out", "break", "agreed", "reorganised"] | None

    @property
    def part(self) -> float:
        """Return the part of the municipality's inhabitants, to read and not to count."""
        return (int(self.part_until) - int(self.part_from)) / int(self.part_of)


class ContractHistoryView(ContractView):
    """A contract with who paid and what it was for, by time."""

    payers: list[PayerView]
    coverage: list[CoverageView]


class ContractEndView(View):
    """What ended: these beneficiaries after the day `on`; `endedOn`: the whole contract."""

    contract_id: UUID
    beneficiaries: list[str]
    on: date
    reason: ContractEndReason
    ended_on: date | None
    version: int
