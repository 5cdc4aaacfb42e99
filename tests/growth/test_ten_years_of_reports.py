"""After ten years no request or event of reporting reads a table that grows from end to end."""

from datetime import UTC, datetime, timedelta

import pytest
from shared.pages import live
from shared.roles import Role

from tests import issuing
from tests.growth import published
from tests.growth.desk import Desk, in_ten_years, nothing_grows, told
from tests.growth.plans import Asked
from tests.platform import Platform


async def test_reporting_costs_no_more_in_ten_years(
    grown: tuple[Platform, Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LONGEST_SECONDS", 0.05)
    platform, asked = grown
    desk = Desk(await in_ten_years(platform, "reporting"), "reporting")
    listed = await desk.ask("GET /v1/reports")
    assert len(listed["items"]) == 100  # of 120
    month = listed["items"][5]["month"]
    await desk.ask("GET /v1/reports", f"?cursor={month}&limit=2")
    council, coordinator = map(issuing.header_for, (Role.COUNCIL, Role.COORDINATOR))
    for headers in (council, coordinator):
        await desk.ask("GET /reporting/dashboard", headers=headers)
    await desk.ask("GET /reporting/dashboard/live", headers=coordinator)
    running = f"{datetime.now(UTC):%Y-%m}"
    for address in ("/v1/reports", "/reporting/reports"):
        await desk.ask(f"GET {address}/{{period}}", period=running, headers=coordinator)
    values = {
        "year": published.LAST, "region": published.REGION, "location_id": published.LOCATION,
        "code": "GM0301", "date": (datetime.now(UTC) - timedelta(days=1)).date(),
    }  # fmt: skip
    for operation in sorted(desk.left):
        await desk.ask(operation, period=month, **values)
    for period in (f"{published.LAST}-Q4", f"{published.LAST}"):
        await desk.ask("GET /v1/reports/{period}/pdf", period=period)
    assert not desk.left
    await told(platform, "reporting")
    await nothing_grows(platform, "reporting", asked)
