"""When X, do Y."""

from typing import Any

from shared.database import Connection
from shared.events.billing import (
    ContractEnded,
    ContractSigned,
    ContractTransferred,
    ParticipationSettled,
)
from shared.events.envelope import Envelope
from shared.events.volunteers import CourseDelivered
from shared.handlers import Handlers, when

from billing.courses.record_deliveries import record_deliveries
from billing.invoices.draft_invoices import draft_invoices

OF_CONTRACTS = (ContractSigned, ContractTransferred, ContractEnded)


async def draft_invoices_on_contract_or_participation_settled(
    connection: Connection, events: list[Envelope[Any]]
) -> None:
    """Note what contracts owe of settled years, in whichever order the events come."""
    facts = [event.data for event in events]
    contracts = [fact.contract_id for fact in facts if isinstance(fact, OF_CONTRACTS)]
    for fact in facts:
        if isinstance(fact, ContractTransferred):
            contracts += fact.divided_into
    years = [fact.year for fact in facts if isinstance(fact, ParticipationSettled)]
    await draft_invoices(connection, years=years, contracts=contracts)


async def record_course_on_course_delivered(
    connection: Connection, events: list[Envelope[Any]]
) -> None:
    """Keep the courses that were delivered; finance invoices them."""
    await record_deliveries(connection, [event.data for event in events])


handlers = Handlers(
    service="billing",
    table=[
        when(
            ParticipationSettled,
            *OF_CONTRACTS,
            do=draft_invoices_on_contract_or_participation_settled,
        ),
        when(CourseDelivered, do=record_course_on_course_delivered),
    ],
)
