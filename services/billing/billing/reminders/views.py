"""Answers about reminders. Amounts are in euros."""

from datetime import date
from decimal import Decimal

from pydantic import Field
from shared.http import View


class ReminderView(View):
    """A step of reminding of an invoice: 1 a reminder, 2 a notice of default.

    `claimed` is what is open with interest and costs; `releasedOn` is null while it is proposed.
    """

    number: str
    payer: str
    payer_name: str
    step: int
    issued_on: date
    due_on: date
    days_overdue: int
    open: Decimal
    interest: Decimal = Field(description="statutory commercial interest, article 6:119b BW")
    costs: Decimal = Field(description="of collection, article 6:96 BW")
    claimed: Decimal
    released_on: date | None


class RemindersView(View):
    """Reminders by number of the invoice."""

    reminders: list[ReminderView]
