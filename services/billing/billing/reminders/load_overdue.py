"""Load invoices with what is open of them, the steps released so far, and the rates of interest."""

from collections.abc import Sequence
from typing import Any

from shared.database import Connection

from billing.reminders.rules import Overdue, Rate, Step
from billing.reminders.views import ReminderView

SELECT_INVOICES = """
SELECT d.document_id, d.number, d.payer, d.buyer ->> 'name' AS payer_name, d.issued_on, d.due_on,
    (SELECT coalesce(sum(amount), 0.00) FROM ledger_posting
     WHERE account = 'receivable' AND number = d.number) AS open,
    ARRAY(SELECT released_on FROM reminder WHERE number = d.number ORDER BY step) AS released
FROM document d WHERE kind = 'invoice' AND {which} ORDER BY series, place
"""
BY_NUMBER = SELECT_INVOICES.format(which="number = ANY ($1)")
PAST_DUE = SELECT_INVOICES.format(which="due_on < $1")
SELECT_RATES = "SELECT from_day, percent FROM interest_rate ORDER BY from_day"


async def load_rates(connection: Connection) -> Sequence[Rate]:
    """Return the statutory interest of all times."""
    rows = await connection.fetch(SELECT_RATES)
    return [Rate(row["from_day"], row["percent"]) for row in rows]


def overdue(row: Any) -> Overdue:
    """Return a row of an invoice as the rules look at it."""
    return Overdue(row["number"], row["due_on"], row["open"], row["released"])


def reminder_view(row: Any, step: Step, released_on: Any = None) -> ReminderView:
    """Return a step of the invoice of a row."""
    return ReminderView(
        number=step.number,
        payer=row["payer"],
        payer_name=row["payer_name"],
        step=step.step,
        issued_on=row["issued_on"],
        due_on=row["due_on"],
        days_overdue=step.days_overdue,
        open=step.open,
        interest=step.interest,
        costs=step.costs,
        claimed=step.open + step.interest + step.costs,
        released_on=released_on,
    )
