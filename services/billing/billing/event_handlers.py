"""When X, do Y."""

from typing import Any

from shared.database import Connection
from shared.events.billing import ContractSigned, ParticipationSettled
from shared.events.envelope import Envelope
from shared.handlers import Handlers, when

from billing.use_cases.issue_invoices import issue_invoices


async def issue_invoices_on_contract_signed_or_participation_settled(
    connection: Connection, events: list[Envelope[Any]]
) -> None:
    """Invoice every contract in force in a settled year, whichever of the two was told last."""
    told = [event.data for event in events]
    await issue_invoices(
        connection,
        years=[data.year for data in told if isinstance(data, ParticipationSettled)],
        contracts=[data.contract_id for data in told if isinstance(data, ContractSigned)],
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
