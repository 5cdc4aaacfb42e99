"""Work by the clock: a step that is repeated in every process but those of the role api.

A step is given the moment, so that tests choose it, and may be done by two processes at once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

from shared.database import Database, is_away

log = logging.getLogger(__name__)

Step = Callable[[Database, datetime], Awaitable[None]]


def periodically(step: Step, seconds: float) -> Callable[[Database], Coroutine[Any, Any, None]]:
    """Return the task that takes a step, waits so many seconds, and takes it again."""

    async def run(database: Database) -> None:
        while True:
            try:
                await step(database, datetime.now(UTC))
            except Exception as error:
                if not is_away(error):
                    name = getattr(step, "__name__", "step")
                    log.exception(
                        "work by the clock failed by a mistake of ours: it is tried again",
                        extra={"fields": {"step": name}},
                    )
            await asyncio.sleep(seconds)

    return run
