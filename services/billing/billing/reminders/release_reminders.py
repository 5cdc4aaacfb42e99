"""Release reminders: a person says that they may be sent, and the bus is told."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.database import Connection
from shared.events.billing import InvoiceOverdue
from shared.outbox import outbox_row, record
from shared.refusals import BadInput

from billing.invoices.queries import NoSuchInvoice
from billing.ledger.receivables import lock_receivables, next_versions
from billing.local_date import local_date
from billing.reminders.commands import ReleaseReminders
from billing.reminders.load_overdue import BY_NUMBER, load_rates, overdue, reminder_view
from billing.reminders.rules import Step, next_step
from billing.reminders.views import RemindersView

INSERT_REMINDERS = """
INSERT INTO reminder (number, step, released_at, released_on, days_overdue, open, interest, costs)
SELECT number, step, $1, $2, days_overdue, open, interest, costs
FROM unnest($3::text[], $4::int[], $5::int[], $6::numeric[], $7::numeric[], $8::numeric[])
    AS given (number, step, days_overdue, open, interest, costs)
"""


class InvoiceTwice(BadInput):
    """An invoice is named twice."""


async def release_reminders(
    connection: Connection, command: ReleaseReminders, now: datetime
) -> RemindersView:
    """Release the next step of each invoice, all or none.

    Raises `InvoiceTwice`, `NoSuchInvoice` and what `next_step` does: one that was paid meanwhile
    is refused.
    """
    numbers, today = command.numbers, local_date(now)
    if len(set(numbers)) < len(numbers):
        raise InvoiceTwice("name each invoice once")
    await lock_receivables(connection)
    rows = await connection.fetch(BY_NUMBER, numbers)
    if missing := set(numbers) - {row["number"] for row in rows}:
        raise NoSuchInvoice(f"There is no invoice {min(missing)}.")
    rates = await load_rates(connection)
    released = [(row, next_step(overdue(row), today, rates)) for row in rows]
    versions = await next_versions(connection, numbers)
    await _keep(connection, [step for _, step in released], today, now)
    events = [
        outbox_row(_event(row, step), aggregate_id=_id(row), version=versions[step.number], now=now)
        for row, step in released
    ]
    await record(connection, *events)
    return RemindersView(reminders=[reminder_view(row, step, today) for row, step in released])


async def _keep(connection: Connection, steps: list[Step], today: date, now: datetime) -> None:
    await connection.execute(
        INSERT_REMINDERS, now, today, [one.number for one in steps], [one.step for one in steps],
        [one.days_overdue for one in steps], [one.open for one in steps],
        [one.interest for one in steps], [one.costs for one in steps],
    )  # fmt: skip


def _event(row: Any, step: Step) -> InvoiceOverdue:
    return InvoiceOverdue(
        invoice_id=_id(row),
        number=step.number,
        step=step.step,
        days_overdue=step.days_overdue,
        open=step.open,
        interest=step.interest,
        costs=step.costs,
    )


def _id(row: Any) -> UUID:
    return UUID(int=row["document_id"].int)
