"""The process that fits the model: started with an empty environment, and ended with its use.

It gets counts that are rounded already, never the key. It ends by itself when the worker was
killed.
"""

import asyncio
import json
import os
import sys
from contextlib import suppress
from typing import Any

COMMAND = (sys.executable, "-m", "reporting.forecasts.model")
LONGEST_SECONDS = 600


class FitFailed(Exception):
    """The process ended by a fault, or took too long."""


async def forecast_from(history: dict[str, Any]) -> dict[str, Any]:
    """Return the forecast that follows from a history (`model/history.py`); raises `FitFailed`."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND, str(os.getpid()),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL, env={},
    )  # fmt: skip
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            said, _ = await process.communicate(json.dumps(history).encode())
    except TimeoutError:
        raise FitFailed(f"the model took more than {LONGEST_SECONDS} seconds") from None
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    if process.returncode:
        raise FitFailed(f"the model ended with status {process.returncode}")
    found: dict[str, Any] = json.loads(said)
    return found
