"""What a connection may send to a running server, how slowly, and that others do not notice."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest
from sensoor.embedded.ports import free_port, release_port
from shared.http_server import MOST_HEAD_BYTES

from shared import http_server
from tests import issuing
from tests.http.conftest import Serve
from tests.http.serving import listening

LINE = b"GET /v1/totals HTTP/1.1\r\nHost: here\r\n"
POST = b"POST /v1/contacts HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
TOKEN = f"Authorization: {issuing.header_for()['Authorization']}\r\n".encode()
LONG = b"a" * 65536
Connect = Callable[[], Awaitable["Connection"]]


class Connection:
    """A connection to the server, byte by byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, *pieces: bytes) -> None:
        """Send; what is refused meanwhile may be cut off."""
        with suppress(ConnectionError):
            for piece in pieces:
                self.writer.write(piece)
                await self.writer.drain()

    async def answer(self) -> tuple[int, dict[str, str], bytes]:
        """Return the status, headers and body of an answer."""
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode().splitlines()
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        body = await self.reader.readexactly(int(headers["content-length"]))
        return int(head[0].split()[1]), headers, body

    async def refused(self, status: int, code: str) -> None:
        """Check that it is refused with problem details, and closed."""
        found, headers, body = await self.answer()
        assert found == status
        assert headers["content-type"] == "application/problem+json"
        assert headers["connection"] == "close"
        assert headers["x-content-type-options"] == "nosniff"
        problem = json.loads(body)
        assert problem["type"] == f"urn:hulpopafstand:problem:{code}"
        assert problem["status"] == status
        await self.closed()

    async def closed(self) -> None:
        """Check that nothing more comes."""
        with suppress(ConnectionError):
            assert await self.reader.read() == b""


@pytest.fixture
async def connect(serve: Serve) -> AsyncIterator[Connect]:
    """Return what connects to contacts on a port of this machine."""
    contacts = await serve("contacts")
    port, made, mistakes = free_port(25950), [], []
    asyncio.get_running_loop().set_exception_handler(lambda _, told: mistakes.append(told))
    async with listening(contacts.app, port):

        async def opened() -> Connection:
            made.append(Connection(*await asyncio.open_connection("127.0.0.1", port)))
            return made[-1]

        yield opened
        for one in made:
            one.writer.close()
    release_port(port)
    assert mistakes == []


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no time pass that a test would have to wait for."""
    monkeypatch.setattr(http_server, "HEAD_SECONDS", 0.5)
    monkeypatch.setattr(http_server, "BODY_SECONDS", 0.5)


async def drip(connection: Connection, piece: bytes) -> None:
    """Send a piece again and again, each as soon as the one before has left."""
    while not connection.reader.at_eof():
        await connection.send(piece)
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("chunk", [100, 5_000, 65_536])
async def test_a_head_that_does_not_end_is_refused_and_others_are_served(
    connect: Connect, chunk: int
) -> None:
    greedy, modest = await connect(), await connect()
    await greedy.send(LINE + b"X-Long: ")
    sending = asyncio.create_task(greedy.send(*[b"a" * chunk] * (2_000_000 // chunk)))
    await modest.send(LINE + TOKEN + b"\r\n")
    assert (await modest.answer())[0] == 200
    await greedy.refused(431, "head-too-large")
    await sending


@pytest.mark.parametrize(
    "head",
    [
        b"GET /" + LONG + b" HTTP/1.1\r\nHost: here\r\n\r\n",
        LINE + b"X-Long: " + LONG + b"\r\n\r\n",
        LINE + LONG + b": long\r\n\r\n",
        LINE + b"".join(b"X-%d: %d\r\n" % (number, number) for number in range(9000)) + b"\r\n",
    ],
    ids=["address", "value", "name", "many"],
)
async def test_a_head_that_is_too_long_is_refused_whatever_makes_it_long(
    connect: Connect, head: bytes
) -> None:
    at_once, in_pieces = await connect(), await connect()
    await at_once.send(head)
    await at_once.refused(431, "head-too-large")
    await in_pieces.send(*(head[start : start + 1000] for start in range(0, len(head), 1000)))
    await in_pieces.refused(431, "head-too-large")


async def test_a_head_may_be_as_long_as_is_said(connect: Connect) -> None:
    connection = await connect()
    room = MOST_HEAD_BYTES - len(TOKEN) - 200
    await connection.send(LINE + TOKEN + b"X-Long: " + b"a" * room + b"\r\n\r\n")
    assert (await connection.answer())[0] == 200


async def test_what_follows_the_chunks_of_a_body_is_bounded_too(connect: Connect) -> None:
    chunked = POST + TOKEN + b"Transfer-Encoding: chunked\r\n\r\n"
    trailing, extending = await connect(), await connect()
    await trailing.send(chunked + b"2\r\n{}\r\n0\r\nX-Trailer: ", *[LONG] * 40)
    await trailing.refused(431, "head-too-large")
    await extending.send(chunked + b"2;name=", *[LONG] * 40)
    await extending.refused(431, "head-too-large")


@pytest.mark.usefixtures("hurry")
async def test_a_head_that_comes_too_slowly_is_refused(connect: Connect) -> None:
    slow = await connect()
    await slow.send(LINE)
    dripping = asyncio.create_task(drip(slow, b"X-A: b\r\n"))
    await slow.refused(408, "too-slow")
    await dripping


@pytest.mark.usefixtures("hurry")
async def test_a_second_request_may_be_no_slower_than_the_first(connect: Connect) -> None:
    for piece in (b"GET / HT", b"\r\n"):
        slow = await connect()
        await slow.send(LINE + TOKEN + b"\r\n")
        assert (await slow.answer())[0] == 200
        await slow.send(piece)
        await slow.refused(408, "too-slow")


@pytest.mark.usefixtures("hurry")
async def test_a_connection_that_asks_nothing_is_closed_without_a_word(connect: Connect) -> None:
    await (await connect()).closed()


@pytest.mark.usefixtures("hurry")
async def test_a_body_that_comes_too_slowly_is_refused(connect: Connect) -> None:
    slow = await connect()
    await slow.send(POST + TOKEN + b"Content-Length: 60000\r\n\r\n")
    dripping = asyncio.create_task(drip(slow, b" "))
    await slow.refused(408, "too-slow")
    await dripping


@pytest.mark.usefixtures("hurry")
async def test_a_body_that_was_answered_before_it_came_holds_no_connection(
    connect: Connect,
) -> None:
    slow = await connect()
    await slow.send(POST + b"Content-Length: 60000\r\n\r\n")
    assert (await slow.answer())[0] == 401
    dripping = asyncio.create_task(drip(slow, b" "))
    await slow.closed()
    await dripping


async def test_slow_connections_hold_up_nobody(connect: Connect) -> None:
    slow = [await connect() for _ in range(100)]
    for number, one in enumerate(slow):
        await one.send(LINE if number % 2 else POST + TOKEN + b"Content-Length: 9\r\n\r\n{")
    modest = await connect()
    for _ in range(3):
        await modest.send(LINE + TOKEN + b"\r\n")
        assert (await modest.answer())[0] == 200


@pytest.mark.parametrize(
    "sent",
    [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"GET /\xff HTTP/1.1\r\n\r\n",
     b"GET http://:x/ HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nHost : here\r\n\r\n"],
    ids=["tls", "not ascii", "address", "header"],
)  # fmt: skip
async def test_what_is_no_http_is_refused_as_a_problem(connect: Connect, sent: bytes) -> None:
    at_first, later = await connect(), await connect()
    await at_first.send(sent)
    await at_first.refused(400, "bad-request")
    await later.send(LINE + TOKEN + b"\r\n")
    assert (await later.answer())[0] == 200
    await later.send(sent)
    await later.refused(400, "bad-request")


async def test_requests_in_a_row_on_one_connection_are_each_answered(connect: Connect) -> None:
    connection = await connect()
    await connection.send((LINE + TOKEN + b"\r\n") * 5)
    for _ in range(5):
        assert (await connection.answer())[0] == 200
    body = b" " * 60_000  # far longer than a head may be
    given = POST + TOKEN + b"Content-Length: %d\r\n\r\n" % len(body) + body
    await connection.send(given * 2)
    for _ in range(2):
        assert (await connection.answer())[0] == 400
