"""Closing by the clock and by hand: each period once, and one event for each report."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from reporting.books.close_due import close_due
from reporting.books.close_period import close_period
from reporting.books.count_overdue import count_overdue
from reporting.books.periods import period_of
from reporting.closing_by_hand import caught_up, command
from shared.database import Database
from shared.events.reporting import ReportPublished

from tests.platform import Platform, Running
from tests.reporting.given import NOON, handled, location, missed
from tests.waiting import eventually

EARLY = NOON + timedelta(days=20)  # in April, before the week after March is over
DUE = period_of("2016-03").closes
REPORTS = 3  # of the country, a region and a location


async def projected(platform: Platform, *months: int) -> Running:
    """Return reporting, in which attempts of March are projected, and one of each of `months`."""
    reporting = await platform.service("reporting")
    earlier = [datetime(2016, number, 5, 12, tzinfo=UTC) for number in months]
    events = [
        location(), *(handled() for _ in range(20)), *(missed() for _ in range(12)),
        *(handled(started_quarter=moment) for moment in earlier),
    ]  # fmt: skip
    for event in events:
        await platform.publish(event, aggregate_id=uuid4())
    await platform.handled("reporting", len(events))
    return reporting


async def closings(database: Database) -> list[str]:
    async with database.commit() as connection:
        rows = await connection.fetch("SELECT period FROM closing ORDER BY period")
    return [row["period"] for row in rows]


async def overdue(database: Database) -> int:
    async with database.read() as session:
        return await count_overdue(session)


async def told(platform: Platform) -> list[str]:
    return sorted(one.data.period for one in await platform.published(ReportPublished))


async def test_the_clock_closes_what_is_due_once_though_two_processes_keep_it(
    platform: Platform,
) -> None:
    database = (await projected(platform)).database
    # when the clock strikes before March may be closed, then nothing is
    await close_due(database, EARLY)
    assert await closings(database) == []
    assert await overdue(database) == 0
    # when it may be, and two processes keep the clock
    await asyncio.gather(*(close_due(database, DUE) for _ in range(2)))
    await close_due(database, DUE)
    # then month and quarter are closed once, each report is told once, and the year stays open
    assert await closings(database) == ["2016-03", "2016-Q1"]
    assert await overdue(database) == len(("2016",))

    async def all_told() -> bool:
        return len(await told(platform)) == 2 * REPORTS

    await eventually(all_told)
    events = await platform.published(ReportPublished)
    assert len({one.data.report_id for one in events}) == len(events)
    assert {one.data.audience for one in events} == {"public", "organisation"}
    assert {one.data.url for one in events if one.data.period == "2016-Q1"} >= {
        "/v1/reports/2016-Q1", "/v1/reports/2016-Q1/regions/Gelderland",
    }  # fmt: skip


async def test_reports_are_told_once_though_the_process_ends_between_commit_and_relay(
    platform: Platform,
) -> None:
    # given a month that was closed by a process that is gone before it relays
    reporting = await projected(platform)
    await reporting.leave()
    await close_period(await platform.database("reporting"), period_of("2016-03"), DUE)
    assert await told(platform) == []

    # when the service comes back, and back once more
    async def all_told() -> bool:
        return (await told(platform)).count("2016-03") >= REPORTS

    for _ in range(2):
        reporting = await platform.service("reporting")
        await eventually(all_told)
        await reporting.leave()
    # then each report was told once; the clock may have closed the quarter and the year meanwhile
    assert (await told(platform)).count("2016-03") == REPORTS


async def test_what_cannot_be_closed_by_hand_is_refused_in_words(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reporting = await projected(platform, 1, 2)
    for name, value in (await platform.environment("reporting")).items():
        monkeypatch.setenv(name, value)

    async def said(*arguments: str) -> tuple[int, list[str]]:
        code = await command.close([*arguments])
        return code, capsys.readouterr().out.splitlines()

    assert await said("2016-13") == (1, ["'2016-13' is no period: write 2016-03, 2016-Q1 or 2016"])
    assert await said("2016-Q1") == (1, ["close 2016-01, 2016-02, 2016-03 before 2016-Q1"])
    code, lines = await said("2016-02", "--through")
    assert (code, [json.loads(line)["period"] for line in lines]) == (0, ["2016-01", "2016-02"])
    assert json.loads(lines[1])["reports"] == REPORTS
    assert json.loads(lines[1])["hidden"] > 0
    assert await said("2016-02") == (1, ["2016-02 is closed, and its reports are published"])
    # an event that is not projected would be missing for ever
    await reporting.leave()
    await platform.publish(handled(), aggregate_id=uuid4())
    monkeypatch.setattr(caught_up, "STALLED_SECONDS", 0.2)
    code, lines = await said("2016-03")
    assert code == 2
    assert lines[0].startswith("the live projections are behind the bus")
