"""Decide what may be shown, in a process of its own without the service's environment."""

import asyncio
import json
import os
import sys
from contextlib import suppress

from reporting.disclosure.as_json import decision_from_json, table_as_json
from reporting.disclosure.rules.decision import Decision
from reporting.disclosure.rules.suppression import Table

COMMAND = (sys.executable, "-m", "reporting.disclosure.decider")


class NothingDecided(Exception):
    """The process that decides ended by a fault: nothing of the table may be shown."""


async def decide_apart(table: Table) -> Decision:
    """Return what `decide` says of a table; raise `NothingDecided` where its process fails.

    Takes seconds for a month and minutes for a year. The process is killed when the caller stops.
    """
    text = await asyncio.to_thread(lambda: json.dumps(table_as_json(table)).encode())
    process = await asyncio.create_subprocess_exec(
        *COMMAND, str(os.getpid()),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        # What stands on its error output may quote the table.
        # Sets have one order: a report that is made again is the same to the byte.
        stderr=asyncio.subprocess.DEVNULL, env={"PYTHONHASHSEED": "0"},
    )  # fmt: skip
    try:
        answer, _ = await process.communicate(text)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    if process.returncode:
        raise NothingDecided(f"the process that decides ended with status {process.returncode}")
    return await asyncio.to_thread(lambda: decision_from_json(json.loads(answer), table))
