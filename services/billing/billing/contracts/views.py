"""Answers about contracts."""

from datetime import date
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
