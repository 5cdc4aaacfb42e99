"""The demo's client tries again as a user's would, and one request has one effect."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import orjson
import pytest
from demo.chance import key
from demo.client import Api, Refused, api, each
from demo.progress import Doing

Answer = tuple[int, dict[str, str], object] | None  # None: the connection is cut
Behave = Callable[[str, str, dict[str, str], bytes], Answer]


def as_desk(number: int) -> dict[str, str]:
    return {"x-desk": str(number)}


@asynccontextmanager
async def served(behave: Behave) -> AsyncIterator[Api]:
    """A client of a service that behaves so."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            method, path, _ = line.decode().split(" ")
            headers = {}
            while field := (await reader.readline()).decode().strip():
                name, _, value = field.partition(":")
                headers[name.lower()] = value.strip()
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            answer = behave(method, path, headers, body)
            if answer is None:
                break
            status, extra, content = answer
            data = orjson.dumps(content)
            fields = {"content-length": str(len(data)), **extra}
            head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
            writer.write(f"HTTP/1.1 {status} so\r\n{head}\r\n".encode() + data)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, api("service", f"http://127.0.0.1:{port}", Doing(), as_desk) as client:
        yield client


async def test_a_lost_answer_is_asked_for_again_with_the_same_key() -> None:
    keys = []

    def cut_at_first(_method: str, _path: str, headers: dict[str, str], _body: bytes) -> Answer:
        keys.append(headers["idempotency-key"])
        return None if len(keys) == 1 else (201, {}, {"made": True})

    async with served(cut_at_first) as client:
        assert await client.post("/v1/things", {"a": 1}, key("thing", 1)) == {"made": True}
        assert client.doing.retries == 1
    assert keys == [key("thing", 1)] * 2


async def test_a_service_that_is_away_is_waited_for() -> None:
    answers: list[Answer] = [
        (503, {"retry-after": "0"}, {}),
        (500, {}, {}),
        (200, {}, {"here": "again"}),
    ]
    async with served(lambda *_: answers.pop(0)) as client:
        assert await client.get("/v1/things") == {"here": "again"}
        assert client.doing.asked_again == "2 (500)"


async def test_a_refusal_is_told_and_not_tried_again() -> None:
    problem = {"type": "urn:hulpopafstand:problem:location-name-taken", "detail": "choose another"}
    async with served(lambda *_: (409, {}, problem)) as client:
        with pytest.raises(Refused, match=r"409: .*location-name-taken: choose another"):
            await client.post("/v1/locations", {}, key("location"))
        assert client.doing.retries == 0


async def test_a_correction_whose_answer_was_lost_is_found_done() -> None:
    contact = {
        "contactId": "1",
        "attemptId": "2",
        "dutyVerified": True,
        "version": 1,
        "heavy": False,
    }
    puts = []

    def lose_the_answer(method: str, _path: str, headers: dict[str, str], body: bytes) -> Answer:
        if method == "GET":
            return 200, {"etag": f'"{contact["version"]}"'}, contact
        if headers["if-match"] != f'"{contact["version"]}"':
            return 412, {}, {"type": "precondition-failed", "detail": "read it again"}
        puts.append(orjson.loads(body))
        contact.update(puts[-1], version=2)
        return None

    async with served(lose_the_answer) as client:
        corrected = await client.correct("/v1/contacts/1", {"heavy": True})
    assert puts == [{"heavy": True}]
    assert corrected["version"] == 2


async def test_a_correction_meets_a_change_by_another_and_is_made_on_top() -> None:
    contact = {"version": 1, "heavy": False}

    def changed_meanwhile(method: str, _path: str, headers: dict[str, str], body: bytes) -> Answer:
        if method == "GET":
            return 200, {"etag": f'"{contact["version"]}"'}, dict(contact)
        if contact["version"] == 1:
            contact["version"] = 2
            return 412, {}, {"type": "precondition-failed", "detail": "read it again"}
        contact.update(orjson.loads(body), version=3)
        return 200, {}, contact

    async with served(changed_meanwhile) as client:
        assert (await client.correct("/v1/contacts/1", {"heavy": True}))["version"] == 3


async def test_many_are_done_side_by_side_and_counted() -> None:
    doing, done = Doing(), []

    async def act(item: int) -> None:
        await asyncio.sleep(0)
        done.append(item)

    await each(doing, "does", range(100), act)
    assert sorted(done) == list(range(100))
    assert doing.told == "does 100/100"


async def test_the_desks_take_turns_and_one_that_asks_too_often_waits() -> None:
    desks: list[str] = []

    def too_many_at_first(_: str, __: str, headers: dict[str, str], ___: bytes) -> Answer:
        desks.append(headers["x-desk"])
        return (429, {"retry-after": "0"}, {}) if len(desks) == 1 else (200, {}, {})

    async with served(too_many_at_first) as client:
        for _ in range(3):
            await client.get("/v1/things")
    assert desks == ["0", "1", "2", "3"]
