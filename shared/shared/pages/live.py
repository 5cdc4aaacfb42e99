"""Parts of a page that follow what happens: server-sent events, drawn by the server.

`data-hx-sse:connect` of the page's element names the address of the stream; each event replaces
what the element holds. A stream ends after ten minutes, and the browser opens it again: who may no
longer see it is refused then. It ends at once when the process leaves (`http_server`).
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from fastapi import Request
from fastapi.sse import EventSourceResponse

from shared.http_server import LIVE
from shared.pages.language import language, speaking

LOOK_EVERY_SECONDS = 2.0
SAY_SOMETHING_EVERY_SECONDS = 20.0
LONGEST_SECONDS = 600.0


def live(request: Request, draw: Callable[[], Awaitable[str]]) -> EventSourceResponse:
    """Return a stream of what `draw` returns: at once, and whenever it has changed."""
    request.scope[LIVE] = True
    words, spoken = request.app.state.site.words, language()

    async def events() -> AsyncIterator[str]:
        until = time.monotonic() + LONGEST_SECONDS
        shown, last = None, time.monotonic()
        while time.monotonic() < until:
            with speaking(spoken, words):
                drawn = await draw()
            if drawn != shown:
                shown, last = drawn, time.monotonic()
                yield _event(drawn)
            elif time.monotonic() - last > SAY_SOMETHING_EVERY_SECONDS:
                last = time.monotonic()
                yield ":\n\n"  # proxies close what is silent
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    return EventSourceResponse(events(), headers={"X-Accel-Buffering": "no"})


def _event(drawn: str) -> str:
    return "".join(f"data: {line}\n" for line in drawn.splitlines()) + "\n"
