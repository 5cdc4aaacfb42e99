"""`python -m reporting forecast [DAY]`: forecast four weeks from a day on, by default today.

It prints what it did; the last line is the result as JSON. Exit code 0: done, 2: refused or failed,
and the last line says why.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime

from pydantic import TypeAdapter, ValidationError
from shared.database import Database, is_away
from shared.month import TIME_ZONE
from shared.printing import print_line
from shared.refusals import Refusal
from shared.strict import Day

from reporting.forecasts.fit_process import FitFailed
from reporting.forecasts.make_forecast import ForecastMade, make_forecast
from reporting.settings import ForecastSettings


async def main(given: list[str]) -> int:
    """Make the forecast of the day that is given, or of today; return the exit code."""
    now = datetime.now(UTC)
    try:
        day = _day(given) if given else now.astimezone(TIME_ZONE).date()
    except ValidationError:
        return _failed("write the day as 2016-03-21: python -m reporting forecast 2016-03-21")
    try:
        made = await _make(day, now)
    except (Refusal, FitFailed) as refusal:
        return _failed(str(refusal))
    except Exception as error:
        if not is_away(error):
            raise
        return _failed("the database went away: run it again")
    for line in lines(made):
        print_line(line)
    print_line(json.dumps(asdict(made), default=str))
    return 0


def lines(made: ForecastMade) -> list[str]:
    """Say what was made."""
    return [
        f"history: {made.history_days} days before {made.made_on}",
        f"tried on the last {made.held_back_days} of them, held back from the model;"
        " MASE is its error beside that of the week before, better below 1:",
        *(
            f"  {channel}: MASE {_number(one['mase'])}, bias {_percent(one['bias'])}"
            for channel, one in made.trials.items()
        ),
        f"forecast: {made.days} days, {made.made_on} to {made.until};"
        f" {made.days_told} told as demand_forecast, the others as they were told before",
    ]


def _day(given: Sequence[str]) -> date:
    day: date = TypeAdapter(Day).validate_python(given[0] if len(given) == 1 else None)
    return day


async def _make(day: date, now: datetime) -> ForecastMade:
    settings = ForecastSettings()
    database = Database(settings.database_url)
    try:
        return await make_forecast(database, day, settings.rounding_key(), now)
    finally:
        await database.close()


def _number(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.2f}"


def _percent(value: float | None) -> str:
    return "unknown" if value is None else f"{value:+.0%}"


def _failed(why: str) -> int:
    print_line(why)
    return 2
