"""The daily forecast: made once from rounded counts, told to volunteers, measured afterwards."""

import asyncio
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from reporting.forecasts.command import main
from reporting.forecasts.forget_forecasts import forget_forecasts
from reporting.forecasts.make_forecast import (
    ForecastOutdated,
    ForecastRunning,
    NoForecastKey,
    forecasting,
    make_forecast,
)
from reporting.forecasts.measure_weeks import measure_weeks
from reporting.forecasts.read_counts import read_counts
from reporting.forecasts.rules.local_hours import hour_number, hours_of, midnight
from reporting.forecasts.write_history import TooLittleHistory
from shared.database import Database
from shared.events.reporting import DemandForecast
from shared.retention import apply
from shared.roles import Role

from benchmarks.simulated_contacts import simulate
from tests import issuing
from tests.platform import Platform
from tests.reporting.given import NOON
from tests.reporting.histories import FIRST_DAY, KEY, TODAY, put, put_answered, two_weeks
from tests.reporting.test_pages import page_of

KEY_BYTES = b"k" * 32
NOW = datetime(2016, 3, 21, 5, tzinfo=UTC)
NEXT_DAY = TODAY + timedelta(days=1)
CLOCK_CHANGES = date(2016, 3, 27)
TOLD = "SELECT count(*) FROM outbox WHERE subject = 'reporting.demand_forecast.v1'"
CHANNELS = {"telephone", "chat", "email"}


async def told(database: Database) -> int:
    async with database.commit() as connection:
        count: int = await connection.fetchval(TOLD)
    return count


async def test_four_weeks_are_told_once_and_volunteers_plans_by_them(platform: Platform) -> None:
    reporting, volunteers = [await platform.service(name) for name in ("reporting", "volunteers")]
    await put(reporting.database, two_weeks())
    made = await make_forecast(reporting.database, TODAY, KEY_BYTES, NOW)
    assert (made.history_days, made.held_back_days, made.days, made.days_told) == (14, 7, 28, 28)
    assert 0 < made.trials["telephone"]["mase"] < 1
    again = await make_forecast(reporting.database, TODAY, KEY_BYTES, NOW)
    assert again.days_told == 0
    await platform.handled("volunteers", 28)
    events = await platform.published(DemandForecast)
    assert [event.data.date for event in events] == [
        TODAY + timedelta(days=number) for number in range(28)
    ]
    answer = await volunteers.client.get("/v1/demand", params={"day": "2016-03-22"})
    shown = {each["channel"]: each for each in answer.json()["channels"]}
    assert {each["by"] for each in shown.values()} == {"forecast"}
    assert shown["telephone"]["expected"] == events[1].data.channels["telephone"]
    assert 1000 < sum(shown["telephone"]["expected"]) < 1500
    assert_an_hour_is_left_out(events[6].data)


def assert_an_hour_is_left_out(told: DemandForecast) -> None:
    """In the night of 27 March the clock goes from 2:00 to 3:00."""
    assert told.date == CLOCK_CHANGES
    quarters = told.channels["telephone"]
    assert quarters[8:12] == [0, 0, 0, 0]
    assert min(quarters[:8] + quarters[12:]) > 0


async def test_a_forecast_that_changes_is_told_with_a_later_version(platform: Platform) -> None:
    database = await platform.database("reporting")
    await put(database, two_weeks())
    await make_forecast(database, TODAY, KEY_BYTES, NOW)
    await put(database, simulate(TODAY, 1, 2))
    tomorrow = TODAY + timedelta(days=1)
    made = await make_forecast(database, tomorrow, KEY_BYTES, NOW + timedelta(days=1))
    assert await told(database) == 28 + made.days_told
    async with database.commit() as connection:
        versions = await connection.fetchval(
            "SELECT array_agg(DISTINCT version) FROM forecast WHERE day = $1 AND made_on = $2",
            tomorrow, tomorrow,
        )  # fmt: skip
    assert versions == [2]
    with pytest.raises(ForecastOutdated, match="2016-03-22 is made already"):
        await make_forecast(database, TODAY, KEY_BYTES, NOW)


async def test_less_than_two_weeks_are_refused(platform: Platform) -> None:
    database = await platform.database("reporting")
    await put(database, simulate(FIRST_DAY, 13, 1))
    with pytest.raises(TooLittleHistory, match="14 days with attempts before 2016-03-21"):
        await make_forecast(database, TODAY, KEY_BYTES, NOW)
    with pytest.raises(NoForecastKey, match="set FORECAST_KEY"):
        await make_forecast(database, TODAY, None, NOW)
    assert await told(database) == 0


async def test_of_two_at_once_one_makes_the_forecast(platform: Platform) -> None:
    database = await platform.database("reporting")
    await put(database, two_weeks())
    both = await asyncio.gather(
        *(make_forecast(database, TODAY, KEY_BYTES, NOW) for _ in range(2)),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in both) == ["ForecastMade", "ForecastRunning"]
    assert isinstance(next(each for each in both if isinstance(each, Exception)), ForecastRunning)
    assert await told(database) == 28


async def test_the_worker_makes_it_by_itself_once_it_has_the_key(platform: Platform) -> None:
    database = await platform.database("reporting")
    today = datetime.now(UTC).date() - timedelta(days=1)
    await put(database, simulate(today - timedelta(days=20), 20, 3))
    step, early = forecasting(KEY_BYTES), midnight(today) + timedelta(hours=3)
    await step(database, early)
    assert await told(database) == 0
    for _ in range(2):
        await step(database, early + timedelta(hours=2))
    assert await told(database) == 28


async def test_a_week_is_measured_when_it_ended_a_week_ago(platform: Platform) -> None:
    reporting = await platform.service("reporting")
    came = simulate(FIRST_DAY, 28, 1)
    await put(reporting.database, came)
    await make_forecast(reporting.database, TODAY, KEY_BYTES, NOW)
    for days in (13, 14, 15):
        await measure_weeks(reporting.database, NOW + timedelta(days=days))
    answer = await reporting.client.get("/v1/forecasts", headers=issuing.header_for(Role.ANALYST))
    said = answer.json()
    assert said["madeOn"] == "2016-03-21"
    assert {each["channel"] for each in said["days"][0]["channels"]} == CHANNELS
    assert [each["channel"] for each in said["weeks"]] == ["telephone", "chat", "email"]
    telephone = said["weeks"][0]
    assert telephone["week"] == "2016-03-21"
    in_week = [hours_of(TODAY)[0] <= hour < hours_of(date(2016, 3, 28))[0] for hour in came.hours]
    whole = int(came.counts["telephone"][in_week].sum())
    assert telephone["came"] % 5 == 0
    assert abs(telephone["came"] - whole) <= 2
    assert 0 < telephone["mase"] < 1
    assert abs(telephone["bias"]) < 0.1
    assert telephone["daysInside"] in range(8)


async def test_tests_and_what_came_outside_opening_hours_are_not_counted(
    platform: Platform,
) -> None:
    database = await platform.database("reporting")
    await put_answered(database, NOON, "conversation", 3)
    await put_answered(database, NOON, "test", 4)
    await put(database, simulate(date(2016, 3, 1), 1, 1))
    async with database.commit() as connection:
        await connection.execute("UPDATE missed_attempt SET reason = 'closed'")
        counts = await read_counts(connection, date(2016, 3, 1), TODAY)
    assert counts == {"telephone": {hour_number(NOON): 3}}


async def test_the_command_says_what_it_did(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = await platform.database("reporting")
    monkeypatch.setenv("DATABASE_URL", await platform.database_url("reporting"))
    monkeypatch.setenv("FORECAST_KEY", KEY)

    async def forecast(*day: str) -> tuple[int, list[str]]:
        code = await main([*day])
        return code, capsys.readouterr().out.splitlines()

    usage = "write the day as 2016-03-21: python -m reporting forecast 2016-03-21"
    assert await forecast("soon") == (2, [usage])
    code, [refused] = await forecast("2016-03-21")
    assert (code, refused[:29]) == (2, "a forecast takes 14 days with")
    await put(database, two_weeks())
    code, said = await forecast("2016-03-21")
    assert code == 0
    assert said[0] == "history: 14 days before 2016-03-21"
    assert said[2].startswith("  chat: MASE 0.")
    result = json.loads(said[-1])
    assert (result["days"], result["days_told"], result["until"]) == (28, 28, "2016-04-17")


async def test_who_rosters_nobody_reads_no_forecast(platform: Platform) -> None:
    reporting = await platform.service("reporting")
    for path in ("/v1/forecasts", "/reporting/forecasts"):
        answer = await reporting.client.get(path, headers=issuing.header_for(Role.COUNCIL))
        assert answer.status_code == 403
    empty = await reporting.client.get("/v1/forecasts")
    assert empty.json()["madeOn"] is None


async def test_the_newest_forecast_is_kept_however_old_it_is_and_the_page_shows_it(
    platform: Platform,
) -> None:
    # given two forecasts of more than two years ago, and none since
    reporting = await platform.service("reporting")
    await put(reporting.database, two_weeks())
    for day in (TODAY, NEXT_DAY):
        await make_forecast(reporting.database, day, KEY_BYTES, NOW)
    # when old ones are forgotten
    assert await apply(reporting.database, forget_forecasts)
    # then the newest is still to be read
    found = (await reporting.client.get("/v1/forecasts")).json()
    assert (found["madeOn"], len(found["days"])) == (str(NEXT_DAY), 28)
    page = await page_of(reporting, "/reporting/forecasts", "en")
    assert "Expected from 22 March" in page
    # and where an earlier release has forgotten even that, the page says that there is none
    async with reporting.database.commit() as connection:
        assert await connection.fetchval("SELECT count(DISTINCT made_on) FROM forecast") == 1
        await connection.execute("DELETE FROM forecast")
    assert "Nothing has been forecast yet" in await page_of(reporting, "/reporting/forecasts", "en")
