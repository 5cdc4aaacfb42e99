"""Live parts: drawn at once, again when they change, and gone when the process leaves."""

import asyncio

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from sensoor.embedded.ports import free_port
from shared.http_server import OPTIONS
from shared.pages import live
from shared.roles import Role

from tests.issuing import header_for
from tests.waiting import eventually


@pytest.fixture(autouse=True)
def _look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_EVERY_SECONDS", 0.01)


async def served(app: FastAPI) -> tuple[uvicorn.Server, asyncio.Task[None], str]:
    """Serve as a service is served."""
    port = free_port(26300)
    server = uvicorn.Server(uvicorn.Config(app, port=port, lifespan="off", **OPTIONS))
    serving = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started

    await eventually(started)
    return server, serving, f"http://127.0.0.1:{port}/probe/live"


async def test_a_live_part_is_drawn_when_it_changed_and_ends_when_the_process_leaves(
    probe: FastAPI,
) -> None:
    server, serving, address = await served(probe)
    async with (
        httpx.AsyncClient(trust_env=False) as client,
        client.stream("GET", address, headers=header_for(Role.FINANCE)) as stream,
    ):
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in stream.headers
        lines = stream.aiter_lines()
        assert await anext(lines) == "data: <p>0 rang</p>"
        assert await anext(lines) == ""
        probe.state.rung.append(1)
        assert await anext(lines) == "data: <p>1 rang</p>"
        assert await anext(lines) == ""
        server.should_exit = True
        await asyncio.wait_for(serving, 5)
        with pytest.raises(httpx.RemoteProtocolError):
            await anext(lines)


async def test_a_stream_ends_so_that_who_may_see_it_is_asked_again(
    probe: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LONGEST_SECONDS", 0.05)
    server, serving, address = await served(probe)
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(address, headers=header_for(Role.FINANCE))
        assert answer.text == "data: <p>0 rang</p>\n\n"
    server.should_exit = True
    await serving
