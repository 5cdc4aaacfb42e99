"""Applications on a port of this machine, for those who come over the network."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from shared.http_server import OPTIONS
from starlette.types import ASGIApp

from tests.waiting import eventually


@asynccontextmanager
async def listening(app: ASGIApp, port: int) -> AsyncIterator[str]:
    """Serve on a port, as a service is served."""
    config = uvicorn.Config(app, port=port, lifespan="off", log_level="error", **OPTIONS)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started

    await eventually(started)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await serving
