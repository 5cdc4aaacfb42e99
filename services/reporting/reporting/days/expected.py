"""What was expected on days: the newest forecast that reporting itself told.

The events that were told last are few; what reporting tells is a forecast of each of 28 days a
day, and a word for each report that is published.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from shared.database import Connection
from shared.events.reporting import QUARTERS, DemandForecast

from reporting.days.rules.local_time import HOURS

QUARTERS_AN_HOUR = QUARTERS // HOURS
MOST_EVENTS = 2000  # of ten weeks
SELECT_TOLD = f"""
SELECT data FROM (SELECT subject, data FROM outbox ORDER BY id DESC LIMIT {MOST_EVENTS}) AS newest
WHERE subject = '{DemandForecast.subject}'
"""  # noqa: S608 (both are ours)
HourlyForecast = tuple[float, ...]


async def read_expected(
    connection: Connection, days: Sequence[date]
) -> Mapping[date, HourlyForecast]:
    """Return the attempts that were expected in each of 24 hours, all channels together.

    A day that nobody forecast is not in it.
    """
    found: dict[date, HourlyForecast] = {}
    for row in await connection.fetch(SELECT_TOLD):
        told = DemandForecast.model_validate_json(row["data"])
        if told.date in days and told.date not in found:
            found[told.date] = _by_hour(told)
    return found


def _by_hour(told: DemandForecast) -> HourlyForecast:
    quarters = [sum(each) for each in zip(*told.channels.values(), strict=True)] or [0.0] * QUARTERS
    return tuple(
        sum(quarters[QUARTERS_AN_HOUR * hour : QUARTERS_AN_HOUR * (hour + 1)])
        for hour in range(HOURS)
    )
