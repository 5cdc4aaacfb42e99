"""Answers about contracts."""

from datetime import date
from uuid import UUID

from pydantic import Field
from shared.http import View


class ContractView(View):
    """A signed contract."""

    contract_id: UUID
    payer: str
    beneficiaries: list[str]
    signed_on: date
    from_: date = Field(alias="from")
    until: date
    tariff_version: str
