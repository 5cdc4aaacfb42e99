"""When X, do Y."""

from shared.database import Database
from shared.events.billing import ContractSigned, ParticipationSettled
from shared.events.envelope import Envelope
from shared.handlers import Handlers

from billing.use_cases.issue_invoices import invoice_contract, invoice_year


async def invoice_participants_on_participation_settled(
    database: Database, event: Envelope[ParticipationSettled]
) -> None:
    """Invoice every contract in force in the year, also those signed since the settlement."""
    await invoice_year(database, event.data.year)


async def invoice_contract_on_contract_signed(
    database: Database, event: Envelope[ContractSigned]
) -> None:
    """Invoice the contract at the settled price of each of its years that is settled."""
    await invoice_contract(database, event.data.contract_id)


handlers = Handlers(
    service="billing",
    own_commits={
        ParticipationSettled: invoice_participants_on_participation_settled,
        ContractSigned: invoice_contract_on_contract_signed,
    },
)
