"""Keep the forecasts of reporting."""

from collections.abc import Sequence

from shared.database import Connection
from shared.events.envelope import Envelope
from shared.events.reporting import DemandForecast

UPSERT_FORECAST = """
INSERT INTO forecast_day AS known (day, channel, quarters, sequence) VALUES ($1, $2, $3, $4)
ON CONFLICT (day, channel) DO UPDATE SET quarters = excluded.quarters,
    sequence = excluded.sequence
WHERE known.sequence < excluded.sequence
"""


async def keep_forecasts(
    connection: Connection, events: Sequence[Envelope[DemandForecast]]
) -> None:
    """Upsert what `demand_forecast` says of each day and channel, in their order."""
    rows = sorted(
        (event.data.date, channel, quarters, event.sequence)
        for event in events
        for channel, quarters in event.data.channels.items()
    )
    await connection.executemany(UPSERT_FORECAST, rows)
