"""Answers about when volunteers can and want to work."""

import datetime as dt
from uuid import UUID

from shared.http import View

from volunteers.availability.tables import Absence


class AvailabilityView(View):
    """A volunteer's usual week; `wishes` is null, and `version` 0, for who has said nothing.

    42 wishes from Monday's night on: 0 (cannot), 1 (can), 2 (gladly). `version` is the ETag.
    """

    volunteer_id: UUID
    wishes: list[int] | None
    most_per_week: int
    most_nights_per_month: int
    from_home: bool
    version: int


class AbsenceView(View):
    """Days, both included, on which a volunteer is not asked."""

    absence_id: UUID
    volunteer_id: UUID
    first_day: dt.date
    last_day: dt.date


class AbsencesView(View):
    """The absences of a volunteer, the earliest first."""

    items: list[AbsenceView]


def view_of_absence(absence: Absence) -> AbsenceView:
    """Return an absence as clients see it."""
    return AbsenceView(
        absence_id=absence.absence_id, volunteer_id=absence.volunteer_id,
        first_day=absence.first_day, last_day=absence.last_day,
    )  # fmt: skip
