"""`sensoor reports` as an operator runs it: closing what the clock leaves, and the list."""

import asyncio
from pathlib import Path
from uuid import uuid4

from tests.local.conftest import run_sensoor
from tests.platform import Platform
from tests.reporting.given import handled, location


async def test_periods_are_closed_through_one_and_listed_with_what_is_hidden(
    platform: Platform, tmp_path: Path
) -> None:
    reporting = await platform.service("reporting")
    for event in (location(), *(handled() for _ in range(20))):
        await platform.publish(event, aggregate_id=uuid4())
    await platform.handled("reporting", 21)
    there = {
        "REPORTING_DATABASE_URL": reporting.database.url, "NATS_URL": platform.bus.url,
        "BUS_KEYS": str(platform.bus.keys.folder),
    }  # fmt: skip

    async def sensoor(*arguments: str) -> tuple[int, list[str]]:
        ended = await asyncio.to_thread(run_sensoor, tmp_path, "reports", *arguments, **there)
        assert "Traceback" not in ended.stderr
        return ended.returncode, ended.stdout.splitlines()

    code, lines = await sensoor("close", "2016-Q1", "--through")
    assert (code, len(lines), lines[-1][:8]) == (0, 3, "2 closed")
    assert [line.split()[0] for line in lines[:2]] == ["2016-03", "2016-Q1"]
    assert all("3 reports" in line and "cells hidden" in line for line in lines[:2])
    assert await sensoor("list") == (0, lines[:2])
