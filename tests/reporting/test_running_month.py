"""The month that runs, and who asks again and again: API, page and index tell the same."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from reporting.reports import http_api
from shared.events.envelope import Event
from shared.month import TIME_ZONE, month_at
from shared.roles import Role

from tests import issuing
from tests.platform import Platform, Running
from tests.reporting.given import ZUTPHEN, handled, location, missed
from tests.reporting.test_reports import published, times

NOW = datetime.now(UTC)
RUNNING = month_at(NOW)
REPORT = f"/v1/reports/{RUNNING}"
AT_ZUTPHEN = f"{REPORT}/locations/{ZUTPHEN}"
INDEX = "/reporting/reports"
PAGE = f"{INDEX}/{RUNNING}"


async def as_one(reporting: Running, role: Role, path: str) -> httpx.Response:
    return await reporting.client.get(path, headers=issuing.header_for(role))


def many(start: datetime) -> list[Event]:
    return [
        *times(20, handled, started_quarter=start, topics=["suicidal_thoughts"]),
        *times(20, handled, started_quarter=start, kind="silent", topics=[],
               outcome="no_conversation"),
        *times(20, missed, offered_quarter=start),
        *times(20, missed, offered_quarter=start, reason="closed"),
    ]  # fmt: skip


async def running_month(platform: Platform) -> Running:
    return await published(platform, location(), *many(RUNNING.begins), *times(1, handled))


@pytest.mark.parametrize("role", [Role.PARTNER, Role.ANALYST, Role.FINANCE])
async def test_a_month_that_runs_is_refused_and_not_listed(platform: Platform, role: Role) -> None:
    reporting = await running_month(platform)
    paths = [REPORT, PAGE]
    if role is Role.ANALYST:
        paths += [AT_ZUTPHEN, f"{PAGE}/locations/{ZUTPHEN}"]
    for path in paths:
        answer = await as_one(reporting, role, path)
        assert answer.status_code == 403, path
        assert answer.json()["type"] == "urn:hulpopafstand:problem:period-not-closed"
    listed = (await as_one(reporting, role, "/v1/reports")).json()["items"]
    assert [one["month"] for one in listed] == ["2016-03"]
    assert str(RUNNING) not in (await as_one(reporting, role, INDEX)).text


async def test_a_coordinator_sees_how_many_came_and_nothing_of_what_they_said(
    platform: Platform,
) -> None:
    reporting = await running_month(platform)
    listed = (await as_one(reporting, Role.COORDINATOR, "/v1/reports")).json()["items"]
    assert [one["month"] for one in listed] == [str(RUNNING), "2016-03"]
    assert PAGE in (await as_one(reporting, Role.COORDINATOR, INDEX)).text
    for path in (REPORT, AT_ZUTPHEN):
        report: dict[str, Any] = (await as_one(reporting, Role.COORDINATOR, path)).json()
        assert report["closed"] is False
        assert report["minutes"] is report["averageMinutes"] is report["conversations"] is None
        for cells in ("topics", "outcomes", "kinds", "channelMix", "waits", "weekdays"):
            assert {cell.get("count") for cell in report[cells]} == {None}
        page = (await as_one(reporting, Role.COORDINATOR, path.replace("/v1/reports", INDEX))).text
        assert "De maand is nog niet afgesloten" in page
        assert "afgerond op een veelvoud van vijf" in page
    national = (await as_one(reporting, Role.COORDINATOR, REPORT)).json()
    first_day = NOW.astimezone(TIME_ZONE).day == 1  # then nothing is counted before tomorrow
    assert national["answered"] == (None if first_day else 40)


async def test_who_calls_while_somebody_asks_again_and_again_is_not_seen(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Counted is up to the last full hour: it may not strike between the first answer and the last.
    monkeypatch.setattr(http_api, "now", lambda: NOW)
    reporting = await running_month(platform)
    before = (await as_one(reporting, Role.COORDINATOR, REPORT)).json()
    for event in many(NOW.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=15)):
        await platform.publish(event, aggregate_id=getattr(event, "attempt_id", None))
    await platform.handled("reporting", 82 + 80)
    assert (await as_one(reporting, Role.COORDINATOR, REPORT)).json() == before


async def test_a_month_to_come_is_refused_to_everybody(platform: Platform) -> None:
    reporting = await platform.service("reporting")
    answer = await reporting.client.get(f"/v1/reports/{RUNNING.next()}")
    assert answer.status_code == 403


async def test_totals_are_no_way_round_the_reports(platform: Platform) -> None:
    reporting = await platform.service("reporting")
    assert (await reporting.client.get("/v1/totals")).status_code == 404
