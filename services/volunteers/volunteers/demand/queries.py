"""Reads of demand: what a day takes, and what there is."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from shared.database import raw
from shared.events.reporting import QUARTERS
from shared.events.vocabulary import Channel
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.amsterdam import at_hour
from volunteers.demand.curve import ArrivalCurve
from volunteers.demand.expected import expected_on, needs, required
from volunteers.demand.rules.quarters import quarters_of
from volunteers.demand.views import ChannelDemand, DemandView, PartDemand
from volunteers.demand.vocabulary import DESKS, Desk, desk_of
from volunteers.shifts.rules.day_parts import DAY_PARTS, DayPart
from volunteers.shifts.tables import Shift


async def demand(session: AsyncSession, day: dt.date, curve: ArrivalCurve) -> DemandView:
    """Return what a day of the nation takes, and how many places are taken."""
    expected = (await expected_on(await raw(session), [day], curve))[day]
    stands = col(Shift.cancelled_at).is_(None)
    begins, ends = at_hour(day, 0), at_hour(day, 24)
    of_day = (col(Shift.starts_at) >= begins, col(Shift.starts_at) < ends)
    shifts = (await session.exec(select(Shift).where(*of_day, stands))).all()
    return DemandView(
        date=day,
        channels=[
            ChannelDemand(
                channel=channel,
                by=one.by,
                expected=list(one.quarters),
                required=required(one.quarters, curve, channel),
                filled=_filled(shifts, channel),
            )
            for channel, one in expected.items()
        ],
        parts=_parts(needs(day, expected, curve), shifts),
    )


def _filled(shifts: Sequence[Shift], channel: Channel) -> list[int]:
    """Return the places that are taken on a channel in each quarter hour."""
    counts = [0] * QUARTERS
    for shift in shifts:
        if channel in shift.channels:
            for number in set(quarters_of(shift.day, shift.day_part)):
                counts[number] += shift.filled
    return counts


def _parts(needed: dict[tuple[DayPart, Desk], int], shifts: Sequence[Shift]) -> list[PartDemand]:
    planned: Counter[tuple[DayPart, Desk]] = Counter()
    filled: Counter[tuple[DayPart, Desk]] = Counter()
    for shift in shifts:
        place = shift.day_part, desk_of(shift.channels)
        planned[place] += shift.needed
        filled[place] += shift.filled
    return [
        PartDemand(
            day_part=part,
            channels=list(desk),
            required=needed[part, desk],
            planned=planned[part, desk],
            filled=filled[part, desk],
        )
        for part in DAY_PARTS
        for desk in DESKS
    ]
