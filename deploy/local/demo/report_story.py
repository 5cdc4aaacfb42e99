"""Reporting: a rebuild beside the live projections."""

import json
from collections.abc import Mapping
from typing import Any

from sensoor.bus.environment import bus_of, environment_as
from sensoor.embedded.program import python_program

from demo.client import Api
from demo.publishing import run_program
from demo.retrying import pause

REBUILD_TRIES = 20


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
        _code, told = await run_program(program)
        result = _last_line(told)
        if result is not None:
            return result
        reporting.doing.ask_again("interrupted")
        await pause(2)
    raise RuntimeError(f"the rebuild does not come to its end: {' '.join(told[-3:])[-500:]}")


def _last_line(told: list[str]) -> dict[str, Any] | None:
    try:
        found = json.loads(told[-1] if told else "")
    except ValueError:
        return None
    return found if isinstance(found, dict) and "identical" in found else None
