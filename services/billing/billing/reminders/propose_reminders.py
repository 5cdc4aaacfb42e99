"""Propose which reminders a person may release today."""

from datetime import date

from shared.database import Connection

from billing.reminders.load_overdue import PAST_DUE, load_rates, overdue, reminder_view
from billing.reminders.rules import AllStepsTaken, NotOverdue, TooEarly, next_step
from billing.reminders.views import RemindersView


async def propose_reminders(connection: Connection, today: date) -> RemindersView:
    """Return the next step of every invoice that is due for one; nothing is written.

    Raises `RateMissing`.
    """
    rates = await load_rates(connection)
    proposed = []
    for row in await connection.fetch(PAST_DUE, today):
        try:
            step = next_step(overdue(row), today, rates)
        except (NotOverdue, TooEarly, AllStepsTaken):
            continue
        proposed.append(reminder_view(row, step))
    return RemindersView(reminders=proposed)
