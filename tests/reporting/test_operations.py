"""The operations report: a day and its week against the forecast, unreached seekers, holes."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from reporting.operations import http_api, pages
from shared.database import Database
from shared.roles import Role

from tests import issuing
from tests.platform import Platform, Running
from tests.reporting.busy_days import (
    Answered,
    Missed,
    Shift,
    given_calls,
    given_forecast,
    given_rows,
)
from tests.reporting.given import ALMELO, ZUTPHEN, location
from tests.reporting.test_dashboard import text_of
from tests.reporting.test_pages import page_of
from tests.reporting.test_reports import told

DAY = date(2016, 3, 16)
AT_NINE = datetime(2016, 3, 16, 8, tzinfo=UTC)
NOW = AT_NINE + timedelta(days=1, hours=5)  # Thursday afternoon
PAGE, API = "/reporting/operations", "/v1/operations"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """A clock of Thursday afternoon."""
    shows = [NOW]
    for module in (pages, http_api):
        monkeypatch.setattr(module, "now", lambda: shows[0])
    return shows


async def busy(platform: Platform) -> Running:
    reporting = await told(platform, location(), location(ALMELO, "=Almelo"))
    await given_rows(
        reporting.database,
        answered=[(AT_NINE, ZUTPHEN, 82, "telephone"), (AT_NINE - timedelta(days=1), ALMELO, 33,
                                                        "telephone")],
        missed=[(AT_NINE, 21, "no_listener"), (AT_NINE, 7, "abandoned"), (AT_NINE, 44, "closed")],
        shifts=[(ZUTPHEN, AT_NINE, AT_NINE + 4 * HOUR, 4, 3),
                (ALMELO, AT_NINE + HOUR, AT_NINE + 3 * HOUR, 2, 3)],
    )  # fmt: skip
    await given_forecast(reporting.database, DAY, 9.5)
    return reporting


async def report_of(reporting: Running, day: object = DAY) -> dict[str, Any]:
    answer = await reporting.client.get(f"{API}/{day}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_day_stands_against_its_forecast_hour_by_hour(platform: Platform) -> None:
    report = await report_of(await busy(platform))
    day = report["day"]
    assert (day["attempts"], day["expected"], day["answered"]) == (155, 228.0, 80)
    missed = {"total": 70, "abandoned": None, "noListener": 20, "closed": 45}
    assert day["missed"] == missed
    assert day["answerRate"] == 0.73  # 80 / (80 + 30)
    assert report["hours"][9] == {
        "hour": 9, "attempts": 155, "expected": 9.5, "answered": 80, "missed": missed,
        "places": {"needed": 4, "taken": 3, "open": 1},
    }  # fmt: skip
    assert [one["date"] for one in report["week"]] == [f"2016-03-{day}" for day in range(14, 18)]
    assert report["week"][1]["attempts"] == 35
    assert "null below fifteen" in report["note"]


async def test_holes_are_places_that_nobody_took_shift_by_shift(platform: Platform) -> None:
    report = await report_of(await busy(platform))
    assert report["day"]["places"] == {"needed": 4 * 4 + 2 * 2, "taken": 4 * 3 + 2 * 3, "open": 4}
    named = {one["name"]: one for one in report["locations"]}
    assert named["Zutphen"]["places"]["open"] == 4
    assert named["Zutphen"]["answered"] == 80
    assert named["=Almelo"]["places"] == {"needed": 4, "taken": 6, "open": 0}
    assert named["=Almelo"]["missed"] is None
    assert report["holes"]["openHoursOfWeek"] == 4
    # Two days are too few for an estimate.
    assert report["holes"]["forEachOpenHour"] is None
    assert report["holes"]["costOfWeek"] is None
    assert report["redials"] is None


async def eight_weeks(database: Database) -> None:
    """Let each open place cost 20 attempts an hour, on every second evening."""
    answered: list[Answered] = []
    missed: list[Missed] = []
    shifts: list[Shift] = []
    for back in range(56):
        nine = AT_NINE - timedelta(days=back)
        hole = back % 2
        answered += [(nine, ZUTPHEN, 30, "telephone")]
        missed += [(nine, 5 + back % 3 + 20 * hole, "no_listener")]
        shifts += [(ZUTPHEN, nine, nine + HOUR, 3, 3 - hole)]
    await given_rows(database, answered, missed, shifts)


async def test_what_a_hole_costs_is_found_with_its_uncertainty(platform: Platform) -> None:
    reporting = await told(platform, location())
    await eight_weeks(reporting.database)
    report = await report_of(reporting)
    holes = report["holes"]
    each = holes["forEachOpenHour"]
    assert each["low"] < 20 < each["high"]
    assert each["high"] - each["low"] < 2
    assert holes["openHoursOfWeek"] == 1
    assert holes["costOfWeek"]["value"] == 20
    assert holes["hoursWith"] == 28
    assert holes["noListenerWith"] > holes["noListenerWithout"]
    page = text_of(await page_of(reporting, f"{PAGE}?day={DAY}", "en"))
    assert "With each place that is open for an hour, " in page
    assert "This week a place was open for 1 hour in all, up to yesterday." in page


async def test_the_page_says_the_same_and_that_redials_are_not_known_where_nobody_told_them(
    platform: Platform,
) -> None:
    reporting = await busy(platform)
    page = text_of(await page_of(reporting, f"{PAGE}?day={DAY}", "en"))
    assert "Operations · Wednesday 16 March 2016" in page
    assert "There were 155 attempts; 228 were expected." in page
    assert "Wed 16 Mar 155 not known not known 155 73% not known below 15" in page
    assert "Zutphen 16 4 80 below 15" in page
    today = text_of(await page_of(reporting, PAGE, "en"))
    assert "Operations · Thursday 17 March 2016" in today
    assert "There were fewer than 15 attempts." in today


async def test_callers_are_told_from_attempts_and_a_cool_down_lowers_no_answer_rate(
    platform: Platform,
) -> None:
    # given 100 callers of whom 60 are answered at once, 40 call again, and 20 of these are answered
    reporting = await told(platform, location())
    await given_calls(
        reporting.database,
        answered=[
            (AT_NINE, 60, False, "conversation", None), (AT_NINE, 20, True, "misuse", "prank"),
            (AT_NINE, 40, True, "test", None), (AT_NINE, 30, None, "misuse", None),
        ],
        missed=[(AT_NINE, 40, False, "abandoned", None), (AT_NINE, 20, True, "no_listener", None),
                (AT_NINE, 25, True, "closed", True)],
    )  # fmt: skip
    report = await report_of(reporting)
    [_, _, day, thursday] = report["calls"]
    assert day == {
        "date": "2016-03-16", "redialsKnown": True, "attempts": 195, "callers": 100, "redials": 65,
        "notKnown": 30, "cooledDown": 25, "answerRate": 0.65, "answerRateOfCallers": 0.6,
    }  # fmt: skip
    assert not thursday["redialsKnown"]
    assert report["misuse"] == {
        "sexual": None, "abusive": None, "prank": 20, "repeatedSilent": None, "other": None,
        "notSaid": 30,
    }  # fmt: skip
    assert report["day"]["answerRate"] == 0.65
    page = text_of(await page_of(reporting, f"{PAGE}?day={DAY}", "en"))
    assert "Wed 16 Mar 195 100 65 30 65% 60% 25" in page
    assert "A prank 20" in page
    file = (await reporting.client.get(f"{PAGE}/csv?day={DAY}")).text
    assert "telephone;2016-03-16;;;answerRateOfCallers;0.6" in file
    assert "misuse;2016-03-16;;;prank;20" in file


async def test_a_file_for_a_spreadsheet_has_the_same_figures_and_no_formula(
    platform: Platform,
) -> None:
    reporting = await busy(platform)
    answer = await reporting.client.get(f"{PAGE}/csv?day={DAY}")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    found = {
        (row["part"], row["day"], row["hour"], row["location"], row["figure"]): row["value"]
        for row in rows
    }
    assert len(found) == len(rows)
    assert found["day", "2016-03-16", "", "", "attempts"] == "155"
    assert found["hour", "2016-03-16", "9", "", "missed.noListener"] == "20"
    assert found["hour", "2016-03-16", "9", "", "missed.abandoned"] == ""
    assert found["week of location", "2016-03-16", "", "'=Almelo", "places.taken"] == "6"


async def test_today_is_counted_up_to_the_quarter_hour_wherever_it_is_asked(
    platform: Platform, clock: list[datetime]
) -> None:
    reporting = await busy(platform)
    clock[0] = AT_NINE + timedelta(minutes=50)
    before = await report_of(reporting)
    assert before["countedUntil"] == "2016-03-16T08:45:00Z"
    assert len(before["hours"]) == 10
    await given_rows(reporting.database, answered=[(AT_NINE, ZUTPHEN, 100, "telephone")])
    clock[0] = AT_NINE + timedelta(minutes=59)
    assert await report_of(reporting) == before
    assert "180 were answered" not in await page_of(reporting, f"{PAGE}?day={DAY}", "en")
    clock[0] = AT_NINE + timedelta(minutes=61)
    assert (await report_of(reporting))["day"]["answered"] == 180


@pytest.mark.parametrize(
    ("day", "code"), [("2016-03-18", "day-out-of-range"), ("1999-12-31", "day-out-of-range"),
                      ("2016-02-30", "bad-input"), ("16 maart", "bad-input")],
)  # fmt: skip
async def test_a_day_that_is_none_or_has_not_begun_is_refused(
    platform: Platform, day: str, code: str
) -> None:
    reporting = await platform.service("reporting")
    answer = await reporting.client.get(f"{API}/{day}")
    assert answer.status_code == 400
    assert answer.json()["type"] == f"urn:hulpopafstand:problem:{code}"
    headers = {**issuing.header_for(Role.ANALYST), "Accept": "text/html"}
    shown = await reporting.client.get(f"{PAGE}?day={day}", headers=headers)
    assert shown.status_code == 400
    assert 'aria-invalid="true"' in shown.text
