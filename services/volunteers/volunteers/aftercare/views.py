"""Answers about after-care."""

import datetime as dt
from uuid import UUID

from shared.http import View

from volunteers.aftercare.rules import due_on
from volunteers.aftercare.tables import AfterCare


class AfterCareView(View):
    """A mentor's call after a heavy contact: with whom, by whom, until when, and whether made.

    `mentorId` is null where nobody was found who could call.
    """

    contact_id: UUID
    volunteer_id: UUID
    mentor_id: UUID | None
    contact_day: dt.date
    due_on: dt.date
    called_on: dt.date | None
    overdue: bool


def view_of_after_care(row: AfterCare, today: dt.date) -> AfterCareView:
    """Return after-care as clients see it on a day."""
    due = due_on(row.contact_day)
    return AfterCareView(
        contact_id=row.contact_id,
        volunteer_id=row.volunteer_id,
        mentor_id=row.mentor_id,
        contact_day=row.contact_day,
        due_on=due,
        called_on=row.called_on,
        overdue=row.called_on is None and due < today,
    )
