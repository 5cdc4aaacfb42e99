"""When X, do Y."""

from typing import Any

from shared.database import Connection
from shared.events.billing import ContractSigned, ParticipationSettled
from shared.events.envelope import Envelope
from shared.handlers import Handlers, when

from billing.invoices.issue_invoices import issue_invoices


async def issue_invoices_on_contract_signed_or_participation_settled(
    connection: Connection, events: list[Envelope[Any]]
) -> None:
    """Invoice every contract in force in a settled year, in whichever order the two events come."""
    facts = [event.data for event in events]
    await issue_invoices(
        connection,
        years=[fact.year for fact in facts if isinstance(fact, ParticipationSettled)],
        contracts=[fact.contract_id for fact in facts if isinstance(fact, ContractSigned)],
    )


handlers = Handlers(
    service="billing",
    table=[
        when(
            ParticipationSettled,
            ContractSigned,
            do=issue_invoices_on_contract_signed_or_participation_settled,
        )
    ],
)
