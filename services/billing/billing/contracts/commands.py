"""The body of a contract. Wire names are camelCase."""

from pydantic import Field
from shared.http import Command
from shared.strict import Day

from billing.municipalities.commands import Code

# The contract and its invoices are each announced in one message of the bus, of at most 60 KB.
MOST_BENEFICIARIES = 500


class SignContract(Command):
    """A contract as it was signed; `from` and `until` are both included."""

    payer: str = Field(pattern=r"^(GM\d{4}|VNG|KING)$", description="CBS code, VNG or KING")
    beneficiaries: list[Code] = Field(min_length=1, max_length=MOST_BENEFICIARIES)
    signed_on: Day
    from_: Day = Field(alias="from")
    until: Day
    tariff_version: str | None = Field(
        default=None, pattern=r"^\d{4}-\d{4}$", description="null: the newest tariff"
    )
