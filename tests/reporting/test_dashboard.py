"""The dashboard: today live and rounded for the control room, closed days for a council."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from reporting.dashboard import board as watching
from reporting.dashboard import pages
from sensoor.embedded.ports import free_port
from shared.http_server import OPTIONS
from shared.pages import live
from shared.roles import Role
from sqlalchemy import event as sqlalchemy_event

from tests import issuing
from tests.platform import Platform, Running
from tests.reporting.busy_days import given_forecast, given_rows
from tests.reporting.given import ZUTPHEN, handled, shift
from tests.reporting.test_pages import Elements, page_of
from tests.waiting import eventually

PAGE = "/reporting/dashboard"
DAY = date(2016, 3, 16)
NOW = datetime(2016, 3, 16, 13, 3, 20, tzinfo=UTC)  # 14:03:20 in Amsterdam
AT_NINE = datetime(2016, 3, 16, 8, tzinfo=UTC)
YESTERDAY = AT_NINE - timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """A clock of Wednesday afternoon, and a look at every asking."""
    shows = [NOW]
    monkeypatch.setattr(pages, "now", lambda: shows[0])
    monkeypatch.setattr(watching, "LOOK_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(live, "LOOK_EVERY_SECONDS", 0.05)
    return shows


async def busy(platform: Platform, **settings: Any) -> Running:
    reporting = await platform.service("reporting", **settings)
    await given_rows(
        reporting.database,
        answered=[(AT_NINE, ZUTPHEN, 82, "telephone"), (AT_NINE, ZUTPHEN, 9, "chat"),
                  (YESTERDAY, ZUTPHEN, 413, "telephone")],
        missed=[(AT_NINE, 21, "no_listener"), (AT_NINE, 7, "abandoned"),
                (YESTERDAY, 101, "no_listener")],
        shifts=[(ZUTPHEN, NOW - timedelta(hours=1), NOW + timedelta(hours=3), 4, 3)],
    )  # fmt: skip
    return reporting


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


async def test_today_is_read_at_a_glance_in_rounded_figures(platform: Platform) -> None:
    reporting = await busy(platform)
    page = text_of(await page_of(reporting, PAGE, "en"))
    assert "Wednesday 16 March 2016 , as of 14:03:20." in page
    assert "Attempts 120 " in page  # 119
    assert "Answered 90 " in page  # 91
    assert "No listener free 20 missed" in page  # 21
    assert "Hung up while waiting below 15 missed" in page  # 7
    assert "Telephone 80 conversations" in page  # 82
    assert "Chat below 15 conversations" in page  # 9
    assert "Answer rate 75% of the attempts before 13:00" in page  # 90 / (90 + 30)
    assert "Within 30 seconds 78% of those answered" in page  # 70 / 90; 69 of 91
    assert "Places taken now 3 of 4 needed; 1 place is open" in page
    assert not re.search(r"\b(119|91|82|28|413|514)\b", page)


async def test_the_page_can_be_read_without_script_and_each_plot_has_its_table(
    platform: Platform,
) -> None:
    reporting = await busy(platform)
    for role in (Role.ANALYST, Role.COUNCIL):
        page = await page_of(reporting, PAGE, role=role)
        elements = Elements(page)
        assert "style" not in elements.names
        assert "style" not in elements.attributes
        assert len(elements.ids) == len(set(elements.ids))
        drawn = len(re.findall(r'<svg class="columns"[^>]* role="img"', page))
        assert drawn == page.count("<desc ") == (3 if role is Role.ANALYST else 1)
        assert "<table>" in page
        assert 'aria-live="polite"' not in page


async def test_counts_of_help_seekers_change_on_the_quarter_hour_only(
    platform: Platform, clock: list[datetime]
) -> None:
    reporting = await busy(platform)
    before = text_of(await page_of(reporting, PAGE, "en"))
    await given_rows(
        reporting.database,
        answered=[(AT_NINE, ZUTPHEN, 100, "telephone")],
        shifts=[(ZUTPHEN, NOW - timedelta(hours=1), NOW + timedelta(hours=3), 2, 2)],
    )
    clock[0] = NOW + timedelta(minutes=11)
    same_quarter = text_of(await page_of(reporting, PAGE, "en"))
    assert "Attempts 120 " in before
    assert "Attempts 120 " in same_quarter
    assert "Places taken now 5 of 6 needed" in same_quarter  # places follow at once
    clock[0] = NOW + timedelta(minutes=12)
    assert "Attempts 220 " in text_of(await page_of(reporting, PAGE, "en"))


async def test_what_is_expected_stands_beside_what_came_and_its_absence_is_said(
    platform: Platform,
) -> None:
    reporting = await busy(platform)
    assert "no forecast of today yet" in await page_of(reporting, PAGE, "en")
    await given_forecast(reporting.database, DAY, 7.0, days_before=1)
    await given_forecast(reporting.database, DAY, 10.0)  # the newest replaces it
    page = text_of(await page_of(reporting, PAGE, "en"))
    assert "no forecast of today yet" not in page
    assert "140 expected by now" in page
    assert "Wed 16 Mar 120 240 " in page


async def test_a_council_sees_closed_days_only_and_follows_nothing(
    platform: Platform, clock: list[datetime]
) -> None:
    reporting = await busy(platform)
    page = text_of(await page_of(reporting, PAGE, "en", Role.COUNCIL))
    assert "Tuesday 15 March 2016" in page
    assert "Attempts 515 " in page
    assert "16 March" not in page
    assert "Places" not in page
    clock[0] = NOW.replace(hour=10)  # 11:00, before yesterday is closed
    assert "Attempts below 15" in text_of(await page_of(reporting, PAGE, "en", Role.COUNCIL))
    answer = await reporting.client.get(f"{PAGE}/live", headers=issuing.header_for(Role.COUNCIL))
    assert answer.status_code == 403


async def test_figures_that_lag_behind_the_bus_are_said_to(platform: Platform) -> None:
    reporting = await busy(platform, role="api")
    assert "data-freshness" not in await page_of(reporting, PAGE, "en")
    await platform.publish(handled(), aggregate_id=ZUTPHEN)

    async def says_so() -> bool:
        return "1 event is not counted yet" in await page_of(reporting, PAGE, "en")

    assert await eventually(says_so)


async def test_the_last_event_that_was_counted_is_told(platform: Platform) -> None:
    reporting = await busy(platform)
    await platform.publish(handled(), aggregate_id=ZUTPHEN)
    await platform.handled("reporting", 1)

    async def says_so() -> bool:
        page = await page_of(reporting, PAGE, "en")
        return bool(re.search(r"The last event was counted at \d\d:\d\d:\d\d\.", page))

    assert await eventually(says_so)


@asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[tuple[uvicorn.Server, str]]:
    """Serve as a service is served."""
    port = free_port(26300)
    server = uvicorn.Server(uvicorn.Config(app, port=port, lifespan="off", **OPTIONS))
    serving = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started

    await eventually(started)
    try:
        yield server, f"http://127.0.0.1:{port}{PAGE}/live"
    finally:
        server.should_exit = True
        await asyncio.wait_for(serving, 10)


async def until_it_says(lines: AsyncIterator[str], words: str) -> None:
    async with asyncio.timeout(20):
        async for line in lines:
            if words in line:
                return
    raise AssertionError(f"the stream ended before it said {words}")


async def test_the_stream_delivers_a_change_opens_again_and_ends_when_the_process_leaves(
    platform: Platform,
) -> None:
    reporting = await busy(platform)
    headers = issuing.header_for(Role.COORDINATOR) | {"Accept-Language": "en"}
    async with (
        served(reporting.app) as (server, address),
        httpx.AsyncClient(trust_env=False, headers=headers, timeout=20) as client,
    ):
        async with client.stream("GET", address) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            lines = stream.aiter_lines()
            await until_it_says(lines, "of 4 needed")
            more = shift(starts_at=NOW - timedelta(hours=2), needed=3, filled=0)
            await platform.publish(more, aggregate_id=more.shift_id)
            await until_it_says(lines, "of 7 needed")
        async with client.stream("GET", address) as again:
            lines = again.aiter_lines()
            await until_it_says(lines, "of 7 needed")
            server.should_exit = True
            with pytest.raises(httpx.RemoteProtocolError):
                async for _ in lines:
                    pass


async def test_two_hundred_who_watch_cost_one_reading_a_tick(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    reporting = await busy(platform)
    monkeypatch.setattr(watching, "LOOK_EVERY_SECONDS", 3600.0)
    taken: list[object] = []
    engine = reporting.database.engine.sync_engine
    sqlalchemy_event.listen(engine, "checkout", lambda *_: taken.append(1))
    headers = issuing.header_for(Role.COORDINATOR) | {"Accept-Language": "en"}
    limits = httpx.Limits(max_connections=200)
    async with (
        served(reporting.app) as (_, address),
        httpx.AsyncClient(trust_env=False, headers=headers, timeout=30, limits=limits) as client,
    ):

        async def watch() -> None:
            async with client.stream("GET", address) as stream:
                await until_it_says(stream.aiter_lines(), "of 4 needed")
                await watching_all.wait()

        watching_all = asyncio.Barrier(201)
        watchers = [asyncio.create_task(watch()) for _ in range(200)]
        async with asyncio.timeout(60):
            await watching_all.wait()
        await asyncio.gather(*watchers)
    # Of the week's counts, of the roster and the forecast; background tasks of the service take a
    # few more.
    assert len(taken) <= 10
