"""Answers about holes that come near."""

import datetime as dt
from uuid import UUID

from shared.events.vocabulary import Channel, RiskHours
from shared.http import View

from volunteers.risks.tables import Risk
from volunteers.shifts.rules.day_parts import DayPart
from volunteers.shifts.tables import Shift


class Telling(View):
    """A hole as it was told, and what asking led to: people asked, in waves, and who said yes.

    `nextWaveAt` null: nobody more is asked. `filledAt` null: it is open.
    """

    hours: RiskHours
    told_at: dt.datetime
    holes: int
    waves: int
    next_wave_at: dt.datetime | None
    asked: int
    accepted: int
    filled_at: dt.datetime | None


class RiskView(View):
    """A shift that is to come and had a hole within 72 hours, the nearest telling first."""

    shift_id: UUID
    location_id: UUID
    date: dt.date
    day_part: DayPart
    channels: list[Channel]
    starts_at: dt.datetime
    ends_at: dt.datetime
    needed: int
    filled: int
    told: list[Telling]


def view_of_risk(shift: Shift, risks: list[Risk]) -> RiskView:
    """Return a shift that had a hole as clients see it."""
    return RiskView(
        shift_id=shift.shift_id,
        location_id=shift.location_id,
        date=shift.day,
        day_part=shift.day_part,
        channels=shift.channels,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        needed=shift.needed,
        filled=shift.filled,
        told=[Telling.model_validate(risk, from_attributes=True) for risk in risks],
    )
