"""A process with open WebSockets: how it leaves, what it logs, and what it may write of itself."""

import asyncio
import json
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import httpx
import pytest
from sensoor.embedded.ports import free_port, release_port
from sensoor.embedded.program import python_program, start
from shared.roles import Role
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests import issuing
from tests.http.talking import DESK, OPEN
from tests.waiting import eventually

OPENED = 200
DEAF = 5
MARK = "zebrafinch"  # in every query, header and word that is sent


@dataclass
class Process:
    """The service as a process, which logs all that it ever would."""

    running: Popen[bytes]
    port: int
    log: Path

    def talk(self, path: str = OPEN, **headers: str) -> connect:
        """Return a WebSocket to it."""
        address = f"ws://127.0.0.1:{self.port}{path}"
        return connect(address, additional_headers=headers, proxy=None, ping_interval=None)

    async def leave(self) -> int:
        """Ask it to leave; return its exit code."""
        self.running.send_signal(signal.SIGTERM)

        async def ended() -> bool:
            return self.running.poll() is not None

        # Shorter than uvicorn waits for what does not end by itself.
        await eventually(ended, within=12)
        return self.running.returncode


@pytest.fixture
async def process(tmp_path: Path) -> AsyncIterator[Process]:
    """Start it; the database and the bus are away all the time."""
    port, metrics, log = free_port(25980), free_port(29980), tmp_path / "log"
    program = python_program(
        "tests.http.talking", PORT=str(port), METRICS_PORT=str(metrics), LOG_LEVEL="DEBUG",
        TRACE_RATIO="1", DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing",
        NATS_CREDENTIALS=str(tmp_path), PYTHONPATH=str(Path.cwd()),
        OIDC_ISSUER=issuing.issuer().address,
    )  # fmt: skip
    running = start(program, log)

    async def alive() -> bool:
        with suppress(httpx.TransportError):
            async with httpx.AsyncClient() as client:
                return (await client.get(f"http://127.0.0.1:{port}/livez")).status_code == 200
        return False

    await eventually(alive, within=60)
    yield Process(running, port, log)
    running.kill()
    running.wait()
    release_port(port)
    release_port(metrics)


async def code_of(socket: ClientConnection) -> int | None:
    """Return the code with which a socket is closed."""
    await socket.wait_closed()
    return socket.close_code


async def test_open_sockets_are_closed_with_1012_and_do_not_hold_up_the_exit(
    process: Process,
) -> None:
    opened = await asyncio.gather(*(process.talk().__aenter__() for _ in range(OPENED)))
    deaf = [await process.talk() for _ in range(DEAF)]
    for socket in deaf:
        await socket.send("flood")
        socket.transport.pause_reading()
    leaving = asyncio.create_task(process.leave())
    assert {await code_of(socket) for socket in opened} == {1012}
    assert await leaving == 0
    for socket in deaf:
        socket.transport.abort()


async def test_neither_addresses_nor_queries_nor_headers_nor_words_are_logged(
    process: Process,
) -> None:
    async with process.talk(f"{OPEN}?token={MARK}", **{"X-Mark": MARK}) as socket:
        await socket.send(MARK)
        assert await socket.recv() == MARK
        ours = socket.local_address[1]
        await socket.send(b"\xff" + MARK.encode(), text=True)
        with suppress(ConnectionClosed):
            await socket.recv()
    for mistake in ("fail", "refuse", "away"):
        async with process.talk(f"{OPEN}?token={MARK}") as socket:
            await socket.send(mistake)
            with pytest.raises(ConnectionClosed):
                await socket.recv()
    for path in (f"{OPEN}?before=fail&{MARK}", f"{DESK}?{MARK}", f"/{MARK}"):
        with pytest.raises(InvalidStatus):
            await process.talk(path, Cookie=f"sensoor={MARK}")
    async with process.talk(DESK, **issuing.header_for(Role.LISTENER)) as socket:
        assert json.loads(await socket.recv())["roles"] == ["listener"]
    assert await process.leave() == 0
    log = process.log.read_text()
    lines = [json.loads(line) for line in log.splitlines()]
    assert {line["level"] for line in lines} >= {"DEBUG", "INFO", "ERROR"}
    assert [line["error"] for line in lines if line["message"] == "a request failed"] == [
        "RuntimeError", "RuntimeError",
    ]  # fmt: skip
    assert not [line for line in lines if "traceId" in line]  # nothing of it is in a span
    for never in (MARK, f":{ours}", "[accepted]", "connection open", "connection closed",
                  "connection rejected", "WebSocket /", "a word that somebody said"):  # fmt: skip
        assert never not in log, never
    assert logging.getLevelName(logging.DEBUG) in log


def test_no_crash_writes_the_memory_of_a_service_to_a_disk(process: Process) -> None:
    limits = Path(f"/proc/{process.running.pid}/limits").read_text().splitlines()
    line = next(line for line in limits if line.startswith("Max core file size"))
    assert line.split()[4:6] == ["0", "0"]
