"""What a WebSocket may send to a running server, and what becomes of those that may not."""

import asyncio
import base64
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest
from fastapi import FastAPI
from sensoor.embedded.ports import free_port, release_port
from shared.socket_server import MOST_FRAGMENTS, MOST_MESSAGE_BYTES
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from shared import http_server, socket_server
from tests.http.serving import listening
from tests.http.talking import OPEN
from tests.http.test_connections import Connection, drip
from tests.http.test_sockets_gate import talking
from tests.waiting import eventually

KEY = f"Sec-WebSocket-Key: {base64.b64encode(bytes(16)).decode()}\r\n".encode()
VERSION = b"Sec-WebSocket-Version: 13\r\n"
HEAD = b"Host: here\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
LINE = f"GET {OPEN} HTTP/1.1\r\n".encode()
UPGRADE = LINE + HEAD + KEY + VERSION
Raw = Callable[[], Awaitable[Connection]]


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    """The service."""
    return talking(tmp_path)


@pytest.fixture
async def port(app: FastAPI) -> AsyncIterator[int]:
    """Serve on a port; whatever fails unhandled fails the test."""
    found, mistakes = free_port(25980), []
    asyncio.get_running_loop().set_exception_handler(lambda _, told: mistakes.append(told))
    async with listening(app, found):
        yield found
    release_port(found)
    assert mistakes == []


@pytest.fixture
async def raw(port: int) -> AsyncIterator[Raw]:
    """Return what connects byte by byte."""
    made: list[Connection] = []

    async def opened() -> Connection:
        made.append(Connection(*await asyncio.open_connection("127.0.0.1", port)))
        return made[-1]

    yield opened
    for one in made:
        one.writer.close()


def talk(port: int, query: str = "") -> connect:
    """Return a WebSocket to the service, as a `websockets` client opens it."""
    return connect(f"ws://127.0.0.1:{port}{OPEN}{query}", proxy=None, max_size=None)


async def upgraded(connection: Connection) -> Connection:
    """Open a WebSocket byte by byte."""
    await connection.send(UPGRADE + b"\r\n")
    head = await connection.reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101 ")
    return connection


async def closed_with(connection: Connection) -> int:
    """Return the code with which the server closes a WebSocket."""
    while True:
        first, length = await connection.reader.readexactly(2)
        body = await connection.reader.readexactly(length)
        if first == 0x88:
            await connection.closed()
            return int.from_bytes(body[:2])


def frame(opcode: Opcode, data: bytes, *, fin: bool = True, mask: bool = True) -> bytes:
    """Return a frame as a client writes it."""
    return Frame(opcode, data, fin).serialize(mask=mask)


async def test_a_message_has_at_most_128_kib(port: int) -> None:
    async with talk(port) as modest, talk(port) as greedy:
        await greedy.send("w" * MOST_MESSAGE_BYTES)
        assert await greedy.recv() == str(MOST_MESSAGE_BYTES)
        await greedy.send("w" * (MOST_MESSAGE_BYTES + 1))
        with pytest.raises(ConnectionClosed) as caught:
            await greedy.recv()
        assert caught.value.rcvd is not None
        assert caught.value.rcvd.code == 1009
        await modest.send("word")
        assert await modest.recv() == "word"


async def test_fragments_count_together_and_are_counted(raw: Raw) -> None:
    long, many = await upgraded(await raw()), await upgraded(await raw())
    half = b"w" * (MOST_MESSAGE_BYTES // 2 + 1)
    await long.send(frame(Opcode.TEXT, half, fin=False), frame(Opcode.CONT, half))
    assert await closed_with(long) == 1009
    await many.send(frame(Opcode.TEXT, b"w", fin=False))
    await many.send(frame(Opcode.CONT, b"", fin=False) * MOST_FRAGMENTS * 3)
    assert await closed_with(many) == 1009


async def test_a_message_in_as_many_fragments_as_are_allowed_is_one_message(raw: Raw) -> None:
    given = await upgraded(await raw())
    await given.send(frame(Opcode.TEXT, b"w", fin=False))
    await given.send(frame(Opcode.CONT, b"w", fin=False) * (MOST_FRAGMENTS - 2))
    await given.send(frame(Opcode.CONT, b"w"))
    assert await given.reader.readexactly(5) == b"\x81\x03256"


@pytest.mark.parametrize(
    ("sent", "code"),
    [(frame(Opcode.TEXT, b"word", mask=False), 1002), (frame(Opcode.TEXT, b"\xff\xfe"), 1007),
     (b"\xf1" + frame(Opcode.TEXT, b"word")[1:], 1002), (b"\x83\x80\0\0\0\0", 1002),
     (frame(Opcode.CONT, b"word"), 1002), (frame(Opcode.CLOSE, b"\0"), 1002),
     (b"\x89\xfe\x01\x00" + bytes(4 + 256), 1002)],
    ids=["unmasked", "no UTF-8", "reserved bits", "reserved opcode", "loose fragment",
         "broken close", "long ping"],
)  # fmt: skip
async def test_a_broken_frame_closes_its_own_socket_and_no_other(
    port: int, raw: Raw, sent: bytes, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with talk(port) as modest:
        broken = await upgraded(await raw())
        await broken.send(sent)
        assert await closed_with(broken) == code
        await modest.send("word")
        assert await modest.recv() == "word"
    assert "error" not in caplog.text.lower()


@pytest.mark.parametrize(
    ("head", "status"),
    [(LINE + HEAD + VERSION, 400), (LINE + HEAD + KEY, 400),
     (LINE + HEAD + KEY + b"Sec-WebSocket-Version: 8\r\n", 400),
     (LINE + HEAD + VERSION + b"Sec-WebSocket-Key: short\r\n", 400),
     (UPGRADE.replace(b"GET", b"POST"), 405), (UPGRADE + b"Content-Length: 2\r\n\r\n{}", 400),
     (UPGRADE + b"X-Long: " + b"a" * 9000 + b"\r\n", 431),
     (UPGRADE + b"X-A: b\r\n" * 200, 431)],
    ids=["no key", "no version", "old version", "short key", "post", "body", "long", "many"],
)  # fmt: skip
async def test_a_handshake_that_is_none_is_refused_as_a_problem(
    raw: Raw, head: bytes, status: int
) -> None:
    wrong = await raw()
    await wrong.send(head + b"\r\n")
    await wrong.refused(status, "upgrade-refused")


@pytest.mark.parametrize("protocol", [b"h2c", b"TLS/1.0"])
async def test_an_upgrade_to_another_protocol_is_answered_as_http_and_closed(
    raw: Raw, protocol: bytes
) -> None:
    other = await raw()
    head = b"Host: here\r\nConnection: Upgrade\r\nUpgrade: " + protocol + b"\r\n"
    await other.send(b"GET /talking/help HTTP/1.1\r\n" + head + b"\r\n")
    status, headers, body = await other.answer()
    assert (status, headers["connection"], body) == (200, "close", b"help")
    await other.closed()


async def test_who_speaks_before_the_answer_is_cut_off(raw: Raw, app: FastAPI) -> None:
    early = await raw()
    await early.send(UPGRADE.replace(b" HTTP", b"?before=wait HTTP") + b"\r\n")
    dripping = asyncio.create_task(drip(early, frame(Opcode.TEXT, b"\xff")))
    await early.closed()
    await dripping
    app.state.accepting.set()


async def test_a_socket_never_opens_behind_a_request_that_is_not_answered(raw: Raw) -> None:
    hasty = await raw()
    await hasty.send(b"GET /talking/help HTTP/1.1\r\nHost: here\r\n\r\n" + UPGRADE + b"\r\n")
    with suppress(ConnectionError):
        assert b" 101 " not in await hasty.reader.read()


async def test_the_timers_of_a_request_end_at_the_upgrade(
    raw: Raw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_server, "HEAD_SECONDS", 0.2)
    monkeypatch.setattr(http_server, "BODY_SECONDS", 0.2)
    first, second = await upgraded(await raw()), await raw()
    await second.send(b"GET /talking/help HTTP/1.1\r\nHost: here\r\n\r\n")
    assert (await second.answer())[0] == 200
    await upgraded(second)
    await asyncio.wait([asyncio.create_task(first.reader.read(1))], timeout=1)
    for one in (first, second):
        await one.send(frame(Opcode.TEXT, b"word"))
    assert await second.reader.readexactly(6) == b"\x81\x04word"
    assert not first.reader.at_eof()


async def test_nothing_is_compressed(port: int) -> None:
    async with talk(port) as socket:
        assert socket.request is not None
        assert socket.response is not None
        assert "permessage-deflate" in socket.request.headers["Sec-WebSocket-Extensions"]
        assert "Sec-WebSocket-Extensions" not in socket.response.headers


async def test_pings_are_answered_as_long_as_the_answers_are_read(port: int, raw: Raw) -> None:
    async with talk(port) as modest:
        await asyncio.wait_for(await modest.ping(), 10)
        deaf = await upgraded(await raw())
        pings = 200_000
        await deaf.send(*[frame(Opcode.PING, b"p" * 120) * 1000] * (pings // 1000))
        await deaf.send(frame(Opcode.CLOSE, b"\x03\xe8"))
        answered = len(await deaf.reader.read())
        assert 0 < answered < pings * 60
        await modest.send("word")
        assert await modest.recv() == "word"


async def test_who_does_not_answer_a_ping_is_closed_though_nothing_is_read(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ws_ping_interval", "ws_ping_timeout"):
        monkeypatch.setitem(http_server.OPTIONS, name, 0.2)
    monkeypatch.setattr(socket_server, "LINGER_SECONDS", 0.2)
    port = free_port(25980)
    async with listening(app, port), talk(port) as modest:
        opened = [Connection(*await asyncio.open_connection("127.0.0.1", port)) for _ in range(2)]
        silent, deaf = [await upgraded(one) for one in opened]
        await deaf.send(frame(Opcode.TEXT, b"flood"))
        deaf.writer.transport.pause_reading()
        assert await closed_with(silent) == 1011
        await modest.send("word")
        assert await modest.recv() == "word"

        async def none_flooded() -> bool:
            return app.state.flooded == 1

        await eventually(none_flooded)
        deaf.writer.close()
        silent.writer.close()
    release_port(port)
