"""What is expected on days, and the listeners that it takes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.database import Connection
from shared.events.vocabulary import Channel

from volunteers.demand.curve import ArrivalCurve
from volunteers.demand.rules.quarters import quarters_of
from volunteers.demand.rules.staffing import listeners_for, listeners_for_part, listeners_for_work
from volunteers.demand.vocabulary import DESKS, Desk, ExpectedBy
from volunteers.shifts.rules.day_parts import DAY_PARTS, DayPart

SELECT_FORECASTS = "SELECT day, channel, quarters FROM forecast_day WHERE day = ANY($1)"


@dataclass(frozen=True, slots=True)
class Expected:
    """The arrivals of a day's 96 quarter hours on a channel, and from where they are known."""

    quarters: Sequence[float]
    by: ExpectedBy


async def expected_on(
    connection: Connection, days: Sequence[dt.date], curve: ArrivalCurve
) -> dict[dt.date, dict[Channel, Expected]]:
    """Return what is expected: the newest forecast, else the curve."""
    rows = await connection.fetch(SELECT_FORECASTS, days)
    forecasts = {(row["day"], row["channel"]): row["quarters"] for row in rows}

    def on(day: dt.date, channel: Channel) -> Expected:
        known = forecasts.get((day, channel))
        if known is None:
            return Expected(curve.expected(day, channel), "curve")
        return Expected(known, "forecast")

    return {day: {channel: on(day, channel) for channel in curve.channels} for day in days}


def required(quarters: Sequence[float], curve: ArrivalCurve, channel: Channel) -> list[int]:
    """Return the listeners for each quarter hour of one channel."""
    known = curve.channels[channel]
    targets = known.targets()
    if targets is None:
        return [listeners_for_work([one], known.handling_seconds) for one in quarters]
    return [listeners_for(one, targets) for one in quarters]


def needs(
    day: dt.date, expected: Mapping[Channel, Expected], curve: ArrivalCurve
) -> dict[tuple[DayPart, Desk], int]:
    """Return the listeners that each day part takes at each desk, the same through all of it."""
    return {
        (part, desk): sum(
            _need(day, part, expected[channel].quarters, curve, channel)
            for channel in desk
            if channel in expected
        )
        for part in DAY_PARTS
        for desk in DESKS
    }


def _need(
    day: dt.date, part: DayPart, quarters: Sequence[float], curve: ArrivalCurve, channel: Channel
) -> int:
    known = curve.channels[channel]
    arrivals = [quarters[number] for number in quarters_of(day, part)]
    targets = known.targets()
    if targets is None:
        return listeners_for_work(arrivals, known.handling_seconds)
    return listeners_for_part(arrivals, targets)
