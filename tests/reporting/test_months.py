"""The months that have data, from events to the list."""

from datetime import UTC, datetime, timedelta

from tests.platform import Platform
from tests.reporting.given import handled, missed
from tests.reporting.test_reports import get, published, times, told


async def test_a_month_begins_and_ends_in_amsterdam(platform: Platform) -> None:
    last_quarter = datetime(2016, 3, 31, 21, 45, tzinfo=UTC)  # 23:45 in Amsterdam
    first_quarter = last_quarter + timedelta(minutes=15)
    reporting = await published(
        platform,
        *times(15, handled, started_quarter=last_quarter),
        *times(16, handled, started_quarter=first_quarter),
        *(
            handled(started_quarter=start, kind="hang_up", topics=[], outcome="no_conversation")
            for start in (last_quarter, first_quarter)
            for _ in range(12)
        ),
        *(
            missed(offered_quarter=start, reason=reason)
            for start in (last_quarter, first_quarter)
            for reason in ("abandoned", "closed")
            for _ in range(12)
        ),
        periods=("2016-03", "2016-04"),
    )
    assert (await get(reporting, "/v1/reports/2016-03"))["answered"] == 15 + 12
    assert (await get(reporting, "/v1/reports/2016-04"))["answered"] == 16 + 12
    months = (await get(reporting, "/v1/reports"))["items"]
    assert [one["month"] for one in months] == ["2016-04", "2016-03"]
    assert months[0]["report"] == "/v1/reports/2016-04"
    assert months[0]["page"] == "/reporting/reports/2016-04"


async def test_a_month_of_tests_only_is_no_month(platform: Platform) -> None:
    reporting = await told(platform, *times(3, handled, kind="test"))
    assert (await get(reporting, "/v1/reports"))["items"] == []


async def test_periods_are_listed_by_kind_and_page_by_page(platform: Platform) -> None:
    starts = [datetime(2016, month, 5, tzinfo=UTC) for month in (1, 2, 3)]
    reporting = await published(
        platform, *(handled(started_quarter=start) for start in starts),
        periods=("2016-01", "2016-02", "2016-03", "2016-Q1"),
    )  # fmt: skip
    first = await get(reporting, "/v1/reports?limit=2")
    assert [one["month"] for one in first["items"]] == ["2016-03", "2016-02"]
    rest = await get(reporting, f"/v1/reports?limit=2&cursor={first['nextCursor']}")
    assert [one["month"] for one in rest["items"]] == ["2016-01"]
    assert rest["nextCursor"] is None
    [quarter] = (await get(reporting, "/v1/reports?kind=quarter"))["items"]
    assert (quarter["period"], quarter["month"]) == ("2016-Q1", None)
