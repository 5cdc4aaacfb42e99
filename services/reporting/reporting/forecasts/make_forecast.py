"""Make the forecast of a day, once: claim it, let the model fit, keep it, tell what changed."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from shared.database import Connection, Database
from shared.events.reporting import DemandForecast
from shared.events.vocabulary import Channel
from shared.month import TIME_ZONE
from shared.outbox import outbox_row, record
from shared.refusals import Refusal

from reporting.forecasts.fit_process import LONGEST_SECONDS, forecast_from
from reporting.forecasts.measure_trials import Outcome, measure_trials
from reporting.forecasts.rules.local_hours import quarters
from reporting.forecasts.write_history import Past, TooLittleHistory, write_history

log = logging.getLogger(__name__)

# By then what happened yesterday is registered, and the night has not many contacts.
FROM_HOUR = 4
LEASE_SECONDS = LONGEST_SECONDS + 60

IS_DONE = "SELECT ended_at IS NOT NULL FROM forecast_run WHERE made_on = $1"
CLAIM = """
INSERT INTO forecast_run AS run (made_on, began_at) VALUES ($1, clock_timestamp())
ON CONFLICT (made_on) DO UPDATE SET began_at = excluded.began_at, ended_at = NULL
WHERE run.ended_at IS NOT NULL
    OR run.began_at < clock_timestamp() - make_interval(secs => $2)
RETURNING began_at
"""
LATER = "SELECT max(made_on) FROM forecast_run WHERE made_on > $1 AND ended_at IS NOT NULL"
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('forecast', 0))"
END = """
UPDATE forecast_run SET ended_at = clock_timestamp(), history_days = $3, held_back_days = $4,
    trials = $5
WHERE made_on = $1 AND began_at = $2 AND ended_at IS NULL RETURNING true
"""
# The newest forecast of each day by the day on which it was made, and the newest version told.
KNOWN = """
SELECT day, max(version) AS version FROM forecast WHERE day = ANY($1) GROUP BY day
"""
TOLD = """
SELECT told.day, told.channel, told.hours FROM forecast AS told
JOIN unnest($1::date[], $2::int[]) AS newest (day, version) USING (day, version)
"""
FORGET = "DELETE FROM forecast WHERE made_on = $1"
KEEP = """
INSERT INTO forecast (day, channel, made_on, version, hours, expected, low, high)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""


class NoForecastKey(Refusal):
    """The service was started without the key by which counts are rounded."""

    status = 503


class ForecastRunning(Refusal):
    """Another process makes the forecast of this day."""


class ForecastOutdated(Refusal):
    """The forecast of a later day is made already, and it would be replaced by an older one."""


@dataclass(frozen=True, slots=True)
class ForecastMade:
    """What was made: from how many days, how the model did on days held back, and what was told.

    `trials` has for each channel `mase` and `bias`.
    """

    made_on: date
    until: date
    history_days: int
    held_back_days: int
    trials: Mapping[str, Mapping[str, float | None]]
    days: int
    days_told: int


def forecasting(key: bytes | None) -> Callable[[Database, datetime], Awaitable[None]]:
    """Return the step by the clock that makes today's forecast if it is not made yet."""

    async def forecast_daily(database: Database, now: datetime) -> None:
        local = now.astimezone(TIME_ZONE)
        if key is None or local.hour < FROM_HOUR:
            return
        async with database.commit() as connection:
            if await connection.fetchval(IS_DONE, local.date()):
                return
        try:
            made = await make_forecast(database, local.date(), key, now)
        except (TooLittleHistory, ForecastRunning) as refusal:
            log.info("no forecast is made: %s", refusal)
        else:
            log.info("a forecast was made", extra={"fields": {"days_told": made.days_told}})

    return forecast_daily


async def make_forecast(
    database: Database, today: date, key: bytes | None, now: datetime
) -> ForecastMade:
    """Forecast 28 days from `today` on, from what came before it; the newest replaces those before.

    Raises `NoForecastKey`, `TooLittleHistory`, `ForecastOutdated`, `ForecastRunning`, `FitFailed`.
    """
    if key is None:
        raise NoForecastKey("small counts cannot be rounded without a key: set FORECAST_KEY")
    async with database.commit() as connection:
        past = await write_history(connection, today, key)
        began_at = await _claim(connection, today)
    found = await forecast_from(past.history)
    trials = await asyncio.to_thread(_trials, found, past, today)
    days: list[dict[str, Any]] = found["days"]
    history_days = (today - date.fromisoformat(past.history["firstDay"])).days
    async with database.commit() as connection:
        await connection.execute(LOCK)
        ended = await connection.fetchval(
            END, today, began_at, history_days, found["heldBackDays"], json.dumps(trials)
        )
        if ended is None:
            raise ForecastRunning(f"the forecast of {today} took too long: another has begun it")
        told = await _keep(connection, today, days, now)
    return ForecastMade(
        made_on=today,
        until=date.fromisoformat(days[-1]["date"]),
        history_days=history_days,
        held_back_days=found["heldBackDays"],
        trials=trials,
        days=len(days),
        days_told=told,
    )


def _trials(found: Mapping[str, Any], past: Past, today: date) -> dict[str, Outcome]:
    days = [today - timedelta(days=number) for number in range(found["heldBackDays"], 0, -1)]
    silent = [date.fromisoformat(day) for day in past.history["silent"]]
    return measure_trials(found["trials"], past.counts, days, silent)


async def _claim(connection: Connection, today: date) -> datetime:
    later = await connection.fetchval(LATER, today)
    if later:
        raise ForecastOutdated(f"the forecast of {later} is made already: name that day or later")
    began_at: datetime | None = await connection.fetchval(CLAIM, today, LEASE_SECONDS)
    if began_at is None:
        raise ForecastRunning(f"the forecast of {today} is being made: try again in a while")
    return began_at


async def _keep(
    connection: Connection, today: date, days: Sequence[Mapping[str, Any]], now: datetime
) -> int:
    """Keep the days, and tell of those that changed; return how many."""
    dates = [date.fromisoformat(day["date"]) for day in days]
    versions = dict(map(tuple, await connection.fetch(KNOWN, dates)))
    before: dict[date, dict[str, list[float]]] = {day: {} for day in dates}
    for day, channel, hours in await connection.fetch(
        TOLD, list(versions), list(versions.values())
    ):
        before[day][channel] = hours
    await connection.execute(FORGET, today)
    events, rows = [], []
    for day, each in zip(dates, days, strict=True):
        hours = {channel: one["hours"] for channel, one in each["channels"].items()}
        version = versions.get(day, 0)
        if hours != before[day]:
            version += 1
            event = DemandForecast(
                date=day,
                channels={cast(Channel, name): quarters(one) for name, one in hours.items()},
            )
            events.append(outbox_row(event, aggregate_id=f"{day}", version=version, now=now))
        rows += [
            (day, name, today, version, one["hours"], one["expected"], one["low"], one["high"])
            for name, one in each["channels"].items()
        ]
    await connection.executemany(KEEP, rows)
    await record(connection, *events)
    return len(events)
