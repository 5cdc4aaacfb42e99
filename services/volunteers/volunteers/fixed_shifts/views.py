"""Answers about fixed shifts."""

import datetime as dt
from uuid import UUID

from shared.events.vocabulary import Channel
from shared.http import View

from volunteers.fixed_shifts.tables import FixedShift
from volunteers.shifts.rules.day_parts import DayPart


class FixedShiftView(View):
    """A volunteer's day part every 1, 2 or 4 weeks, from `firstDay` to `lastDay`, if it ends."""

    fixed_id: UUID
    volunteer_id: UUID
    location_id: UUID
    channels: list[Channel]
    day_part: DayPart
    every_weeks: int
    first_day: dt.date
    last_day: dt.date | None


def view_of_fixed_shift(fixed: FixedShift) -> FixedShiftView:
    """Return a fixed shift as clients see it."""
    return FixedShiftView(**fixed.model_dump())
