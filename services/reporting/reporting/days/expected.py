"""What was expected on days: the newest forecast of each."""

from collections.abc import Mapping, Sequence
from datetime import date

from shared.database import Connection

SELECT_FORECAST = """
SELECT DISTINCT ON (day, channel) day, hours FROM forecast WHERE day = ANY ($1)
ORDER BY day, channel, made_on DESC
"""
HourlyForecast = tuple[float, ...]


async def read_expected(
    connection: Connection, days: Sequence[date]
) -> Mapping[date, HourlyForecast]:
    """Return the attempts that were expected in each of 24 hours, all channels together.

    A day that nobody forecast is not in it.
    """
    found: dict[date, HourlyForecast] = {}
    for day, hours in await connection.fetch(SELECT_FORECAST, list(days)):
        before = found.get(day, (0.0,) * len(hours))
        found[day] = tuple(one + other for one, other in zip(before, hours, strict=True))
    return found
