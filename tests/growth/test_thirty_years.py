"""After thirty years, with twelve million events, each page of reporting still comes at once.

With FULL=1 (`make faults`). That a rebuild of more events needs no more memory is measured by
`python -m benchmarks.rebuild --events 3000000`.
"""

import os
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from reporting.open_data.http_api import OPEN_PATHS
from reporting.roles import ROLES
from shared.roles import Role

from tests import issuing
from tests.growth import published, thirty_years
from tests.growth.desk import Desk, nothing_grows, started_on
from tests.growth.plans import Asked
from tests.platform import Platform
from tests.waiting import eventually

P95_SECONDS = 0.3
PERIODS = 24
# The quickest of so many counts: what else the machine does at the time is not the page's.
TRIES = 3
# Not pages: a stream, and what is typeset.
LEFT_OUT = ("/live", "pdf", "/letter")
OPERATIONS = sorted(row for row in ROLES if not row.endswith(LEFT_OUT))

# Seconds of a request, and of them on the processor in the service.
Took = dict[str, list[tuple[float, float]]]


def periods() -> Iterator[str]:
    """Return months, quarters and years, in turn, from all years."""
    years = published.LAST - thirty_years.FIRST + 1
    for n in range(PERIODS):
        year = published.LAST - n * years // PERIODS
        yield (f"{year}-{1 + n % 12:02}", f"{year}-Q{1 + n % 4}", f"{year}")[n % 3]


async def timed(desk: Desk, took: Took, operation: str, query: str = "", **given: Any) -> None:
    tries = []
    for _ in range(TRIES):
        began, used = time.perf_counter(), time.process_time()
        await desk.ask(operation, query, **given)
        tries.append((time.perf_counter() - began, time.process_time() - used))
    took[operation].append(min(tries))


async def ask_everything(desk: Desk) -> Took:
    """Ask each page, JSON and CSV for two dozen periods or days."""
    took: Took = defaultdict(list)
    coordinator = issuing.header_for(Role.COORDINATOR)
    today, places = datetime.now(UTC), thirty_years.PLACES[2:]
    for n, period in enumerate(periods()):
        values = {
            "period": period, "year": period[:4], "date": (today - timedelta(days=n)).date(),
            "region": published.REGION, "location_id": places[n % len(places)], "code": "GM0301",
        }  # fmt: skip
        for operation in OPERATIONS:
            of_day = f"?day={values['date']}" if "/operations" in operation else ""
            query = "" if "{date}" in operation else of_day
            await timed(desk, took, operation, query, **values)
        for path in sorted(OPEN_PATHS):
            await timed(desk, took, f"GET {path}", headers={"Authorization": ""})
        running = values | {"period": f"{today:%Y-%m}"}
        for address in ("/v1/reports", "/reporting/reports"):
            await timed(desk, took, f"GET {address}/{{period}}", headers=coordinator, **running)
    return took


def percentile(values: list[float], part: float) -> float:
    return sorted(values)[int(len(values) * part)]


def tell(took: Took) -> float:
    """Print what each page took, the slowest first; return the p95 of all, in seconds."""
    print(f"\n{thirty_years.EVENTS:,} events, {thirty_years.REPORTS:,} reports; milliseconds")
    print("   p50  p95  on the processor")
    lines = {name: told(times) for name, times in took.items()}
    for name, line in sorted(lines.items(), key=lambda one: -one[1][1]):
        print("  {:4.0f} {:4.0f} {:4.0f}".format(*line), name)
    everything = [one for times in took.values() for one in times]
    print("  {:4.0f} {:4.0f} {:4.0f}".format(*told(everything)), f"all {len(everything)}")
    return told(everything)[1] / 1e3


def told(times: list[tuple[float, float]]) -> tuple[float, float, float]:
    whole, used = ([1e3 * one[place] for one in times] for place in range(2))
    return percentile(whole, 0.5), percentile(whole, 0.95), percentile(used, 0.95)


@pytest.mark.skipif(not os.environ.get("FULL"), reason="twelve million rows take minutes: FULL=1")
async def test_each_page_of_thirty_years_comes_at_once_and_reads_its_own_period_only(
    grown: tuple[Platform, Asked],
) -> None:
    # given thirty years, and open data that were made of them
    platform, asked = grown
    service = await started_on(platform, "reporting", thirty_years.ROWS, role="api")
    desk = Desk(service, "reporting")

    async def open_data_are_made() -> bool:
        return (await service.client.get("/open-data/national.csv")).status_code == 200

    await eventually(open_data_are_made, within=120)
    # when every page is asked for months, quarters and years
    took = await ask_everything(desk)
    slowest = tell(took)
    # then none reads a table from end to end, and nineteen of twenty come at once
    # The open data read the list of reports whole: some hundreds a year, however many call.
    await nothing_grows(platform, "reporting", asked, besides="published_report")
    assert slowest < P95_SECONDS
