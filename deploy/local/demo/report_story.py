"""Reporting: the reports of the months played, and a rebuild beside the live projections."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from sensoor.bus.environment import bus_of, environment_as
from sensoor.embedded.program import python_program

from demo.client import Api
from demo.plan import Plan
from demo.retrying import pause

REBUILD_TRIES = 20


async def read_reports(reporting: Api, plan: Plan) -> list[str]:
    """Read the report and the page of each month; return the addresses of the pages."""
    reporting.doing.begin("writes the month reports")
    pages = []
    for month in plan.months:
        report = await reporting.get(f"/v1/reports/{month}")
        assert report["month"] == month
        path = f"/reporting/reports/{month}"
        assert "<html" in await reporting.text(path)
        pages.append(f"{reporting.address}{path}")
    return pages


async def rebuild(reporting: Api, addresses: Mapping[str, Any]) -> dict[str, Any]:
    """Fold the streams again beside the live projections; return reporting's result.

    A rebuild that was interrupted is run again: only a complete one gives a result.
    """
    reporting.doing.begin("rebuilds its projections")
    program = python_program(
        "reporting", "rebuild", DATABASE_URL=addresses["databases"]["reporting"],
        **environment_as(bus_of(addresses), "reporting"),
    )  # fmt: skip
    for _ in range(REBUILD_TRIES):
        running = await asyncio.create_subprocess_exec(
            *program.command,
            env=program.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            out, told = await running.communicate()
        finally:
            if running.returncode is None:
                running.kill()
        result = _last_line(out)
        if result is not None:
            return result
        reporting.doing.ask_again("interrupted")
        await pause(2)
    raise RuntimeError(f"the rebuild does not come to its end: {told.decode()[-500:]}")


def _last_line(out: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(out.decode().strip().rpartition("\n")[2])
    except ValueError:
        return None
    return found if isinstance(found, dict) and "identical" in found else None
