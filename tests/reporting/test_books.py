"""A closed period is counted once, published once, and stays as it was published."""

import asyncio
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from reporting.books.close_due import close_due
from reporting.books.close_period import close_period
from reporting.books.make_reports import Made
from reporting.books.periods import period_of
from reporting.books.publish_period import ClosedMeanwhile
from reporting.books.rules.closing import (
    AlreadyClosed,
    PartsNotClosed,
    PeriodNotOver,
    WholeIsClosed,
)
from shared.events.reporting import ReportPublished

from tests.platform import Platform, Running
from tests.reporting.closing import closed
from tests.reporting.given import ALMELO, NOON, ZUTPHEN, handled, location
from tests.reporting.telling import moved, some, told
from tests.waiting import eventually

MARCH, QUARTER = period_of("2016-03"), period_of("2016-Q1")
FEBRUARY = period_of("2016-02")
JANUARY, IN_FEBRUARY = NOON - timedelta(days=60), NOON - timedelta(days=28)


def report(made: list[Made], place: str = "country") -> dict[str, Any]:
    content: dict[str, Any] = json.loads(next(one.content for one in made if one.place == place))
    return content


async def stored(reporting: Running) -> list[tuple[Any, ...]]:
    async with reporting.database.commit() as connection:
        rows = await connection.fetch(
            "SELECT period, place, revision, content, sha256 FROM published_report ORDER BY 1, 2, 3"
        )
    return [tuple(row) for row in rows]


async def test_a_closing_publishes_the_country_each_region_and_each_location(
    platform: Platform,
) -> None:
    telling = await told(platform, location(), location(ALMELO, "Almelo"), *some())
    made = await closed(telling.reporting, "2016-03")
    assert [one.place for one in made] == ["country", "Gelderland", str(ALMELO), str(ZUTPHEN)]
    assert report(made)["attempts"] == 40 + 20 + 36
    kept = await stored(telling.reporting)
    assert {(place, sha256) for _, place, _, _, sha256 in kept} == {
        (one.place, hashlib.sha256(one.content).hexdigest()) for one in made
    }

    async def all_are_told() -> bool:
        return len(await platform.published(ReportPublished)) == len(made)

    await eventually(all_are_told)
    events = [one.data for one in await platform.published(ReportPublished)]
    assert {(one.report_id, one.url) for one in events} == {
        (one.report_id, one.address) for one in made
    }
    assert {one.audience for one in events if one.url == "/v1/reports/2016-03"} == {"public"}


async def test_the_same_events_in_another_order_give_the_same_bytes(platform: Platform) -> None:
    events = [location(), *some()]
    telling = await told(platform, *events)
    now = datetime.now(UTC)
    first = await close_period(telling.reporting.database, MARCH, now)
    await unclosed(telling.reporting)
    await telling.tell(*events[::-1])
    again = await close_period(telling.reporting.database, MARCH, now)
    assert [one.content for one in first] == [one.content for one in again]


async def unclosed(reporting: Running) -> None:
    async with reporting.database.commit() as connection:
        await connection.execute("DELETE FROM closing; DELETE FROM published_report")


async def test_a_period_is_closed_once_and_not_before_its_time(platform: Platform) -> None:
    telling = await told(platform, *some())
    database, now = telling.reporting.database, datetime.now(UTC)
    with pytest.raises(PeriodNotOver):
        await close_period(database, MARCH, MARCH.closes - timedelta(seconds=1))
    with pytest.raises(PartsNotClosed):
        await close_period(database, QUARTER, now)
    await close_period(database, MARCH, now)
    kept = await stored(telling.reporting)
    with pytest.raises(AlreadyClosed) as refused:
        await close_period(database, MARCH, now)
    assert refused.value.code() == "already-closed"
    assert await stored(telling.reporting) == kept


async def test_two_that_close_at_once_publish_once(platform: Platform) -> None:
    telling = await told(platform, *some())
    closing = [closed(telling.reporting, "2016-03") for _ in range(2)]
    outcomes = await asyncio.gather(*closing, return_exceptions=True)
    [refused] = [one for one in outcomes if isinstance(one, BaseException)]
    assert isinstance(refused, AlreadyClosed | ClosedMeanwhile)
    assert [row[0] for row in await stored(telling.reporting)] == ["2016-03"]


async def test_a_quarter_is_the_sum_of_its_months_and_a_year_of_its_quarters(
    platform: Platform,
) -> None:
    telling = await told(
        platform, *some(), *moved(some(30, 15), JANUARY - NOON),
        *moved(some(50, 12), timedelta(days=60)),
    )  # fmt: skip
    names = ("2016-01", "2016-03", "2016-Q1", "2016-05", "2016-Q2", "2016")
    of = {name: await closed(telling.reporting, name) for name in names}
    january, march, first, may, second, year = (report(of[name]) for name in names)
    for figure in ("answered", "conversations", "minutes", "attempts"):
        assert january[figure] + march[figure] == first[figure], figure
        assert may[figure] == second[figure]
        assert year[figure] == first[figure] + second[figure]
    assert report(of["2016"])["attempts"] == 3 * 36 + 120 + 47
    # then what came late to a month without attempts is not published, and the clock goes on
    await telling.tell(handled(started_quarter=NOON + timedelta(days=100)))
    with pytest.raises(WholeIsClosed):
        await closed(telling.reporting, "2016-06")
    kept = await stored(telling.reporting)
    await close_due(telling.reporting.database, datetime.now(UTC))
    assert await stored(telling.reporting) == kept


async def test_the_clock_closes_what_is_due_of_the_year_and_late_events_change_nothing(
    platform: Platform,
) -> None:
    telling = await told(platform, *moved(some(), IN_FEBRUARY - NOON))
    database = telling.reporting.database
    await close_due(database, FEBRUARY.closes - timedelta(seconds=1))
    assert await stored(telling.reporting) == []
    await close_due(database, FEBRUARY.closes)
    kept = await stored(telling.reporting)
    assert [row[0] for row in kept] == ["2016-02"]
    # when a month before it, which had no attempts, gets some, and then the quarter is over
    await telling.tell(handled(started_quarter=IN_FEBRUARY), handled(started_quarter=JANUARY))
    await close_due(database, MARCH.closes)
    # then that month and the quarter are published, and February stays as it was
    after = await stored(telling.reporting)
    assert [row[0] for row in after] == ["2016-01", "2016-02", "2016-Q1"]
    assert kept[0] in after
