"""Answers about surges."""

import datetime as dt
from uuid import UUID

from shared.events.vocabulary import Line, Province
from shared.http import View

from volunteers.surges.tables import Surge


class SurgeView(View):
    """A call for listeners, and what it led to; `until` null: it lasts."""

    surge_id: UUID
    line: Line
    region: Province
    since: dt.datetime
    until: dt.datetime | None
    listeners_wanted: int
    asked: int
    accepted: int


def view_of_surge(surge: Surge) -> SurgeView:
    """Return a surge as clients see it."""
    return SurgeView.model_validate(surge, from_attributes=True)
