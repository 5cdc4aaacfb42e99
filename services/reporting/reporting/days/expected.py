"""What was expected on days: the newest forecast of each, made on the day itself or before it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from shared.database import Connection

SELECT_FORECASTS = """
SELECT DISTINCT ON (day, channel) day, hours FROM forecast WHERE day = ANY($1::date[])
ORDER BY day, channel, made_on DESC
"""
HourlyForecast = tuple[float, ...]


async def read_expected(
    connection: Connection, days: Sequence[date]
) -> Mapping[date, HourlyForecast]:
    """Return the attempts that were expected in each of 24 hours, all channels together.

    A day that nobody forecast is not in it.
    """
    channels: dict[date, list[Sequence[float]]] = defaultdict(list)
    for day, hours in await connection.fetch(SELECT_FORECASTS, days):
        channels[day].append(hours)
    return {
        day: tuple(sum(hour) for hour in zip(*of_day, strict=True))
        for day, of_day in channels.items()
    }
