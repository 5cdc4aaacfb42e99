"""A client of a service's public API, with retries."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import httpx
import orjson

from demo.progress import Doing
from demo.retrying import LONGEST_DELAY, StillAway, jittered, with_backoff

Item = TypeVar("Item")

# At each request httpcore tries to import this package, which is not installed. Searching every
# path in vain takes longer than the request.
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

IN_FLIGHT = 16
ANSWER_SECONDS = 20.0
SERVER_ERROR, PRECONDITION_FAILED, TOO_MANY = 500, 412, 429


class Refused(Exception):
    """The service refused the request; the text is its problem details."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(f"{status}: {detail}")
        self.status = status


@dataclass(frozen=True)
class Api:
    """One service: its address, the idle clients, and its progress on the display.

    Each client has one connection, because a pool searches all of its connections at every
    request. Each has a token of its own and they take turns, because a service limits the requests
    a second of one token. `sent` are headers that override those of the client.
    """

    name: str
    address: str
    idle: "asyncio.Queue[httpx.AsyncClient]"
    doing: Doing
    sent: Mapping[str, str] = field(default_factory=dict)

    def acting_with(self, header: Mapping[str, str]) -> "Api":
        """Return the same client with the token of somebody else."""
        return replace(self, sent=header)

    async def post(self, path: str, body: Mapping[str, Any], key: str | None = None) -> Any:
        """Post `body`; with an `Idempotency-Key` it has one effect, however often it is sent."""
        headers = {"idempotency-key": key} if key else {}
        return orjson.loads((await self._ask("POST", path, body, headers)).content)

    async def post_file(self, path: str, content: bytes, media_type: str, key: str) -> Any:
        """Post a file as it is."""
        headers = {"idempotency-key": key, "content-type": media_type}
        return orjson.loads((await self._ask("POST", path, content, headers)).content)

    async def put(self, path: str, body: Mapping[str, Any]) -> Any:
        """Put `body`, which has the same effect however often it is sent."""
        return orjson.loads((await self._ask("PUT", path, body)).content)

    async def put_in_place(self, path: str, body: Mapping[str, Any]) -> None:
        """Put `body` where nothing was said yet, or in the place of what was, by its version."""
        version = 0
        while True:
            try:
                await self._ask("PUT", path, body, {"if-match": f'"{version}"'})
            except Refused as refused:
                found = await self.get(path)
                if refused.status != PRECONDITION_FAILED or found["version"] == version:
                    raise
                if all(found[name] == value for name, value in body.items()):
                    return
                version = found["version"]
            else:
                return

    async def delete(self, path: str) -> None:
        """Delete what is at an address."""
        await self._ask("DELETE", path)

    async def get(self, path: str) -> Any:
        """Return what is at an address, as JSON."""
        return orjson.loads((await self._ask("GET", path)).content)

    async def text(self, path: str) -> str:
        """Return what is at an address, as text."""
        return (await self._ask("GET", path)).text

    async def file(self, path: str) -> bytes:
        """Return the file at an address."""
        return (await self._ask("GET", path)).content

    async def listed(self, path: str) -> list[Any]:
        """Return all items of a list, page after page."""
        items: list[Any] = []
        path += f"{'&' if '?' in path else '?'}limit=500"
        more = ""
        while True:
            page = await self.get(f"{path}{more}")
            items += page["items"]
            if not page["nextCursor"]:
                return items
            more = f"&cursor={page['nextCursor']}"

    async def correct(self, path: str, change: Mapping[str, Any]) -> Any:
        """Change the resource at an address so that it has all of `change`.

        It reads, compares and puts with `If-Match`: if the answer of a put was lost, the retry
        finds the change done.
        """
        while True:
            found = await self._ask("GET", path)
            now = orjson.loads(found.content)
            if all(now[name] == value for name, value in change.items()):
                return now
            writable = {name: now[name] for name in now if name not in NOT_WRITABLE}
            try:
                answer = await self._ask(
                    "PUT", path, {**writable, **change}, {"if-match": found.headers["etag"]}
                )
            except Refused as refused:
                if refused.status != PRECONDITION_FAILED:
                    raise
            else:
                return orjson.loads(answer.content)

    async def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:  # fmt: skip
        content = body if body is None or isinstance(body, bytes) else orjson.dumps(body)
        sent = {**self.sent, **(headers or {})}
        if content:
            sent.setdefault("content-type", "application/json")

        async def once() -> httpx.Response:
            async with self._client() as http:
                answer = await http.request(method, path, content=content, headers=sent)
            if answer.status_code >= SERVER_ERROR or answer.status_code == TOO_MANY:
                answer.raise_for_status()
            return _accepted(answer)

        try:
            return await with_backoff()(self._backoff, once)
        except httpx.HTTPError as error:
            why = _reason(error)
            raise StillAway(f"{self.name} does not answer {method} {path}: {why}") from error

    def _backoff(self, error: Exception) -> bool | float:
        """Return whether a request is retried, or after how many seconds; count the retry."""
        if not isinstance(error, httpx.HTTPError):
            return False
        self.doing.ask_again(_reason(error))
        if isinstance(error, httpx.HTTPStatusError) and "retry-after" in error.response.headers:
            return jittered(min(float(error.response.headers["retry-after"]), LONGEST_DELAY))
        return True

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[httpx.AsyncClient]:
        client = await self.idle.get()
        try:
            yield client
        finally:
            self.idle.put_nowait(client)


# Fields of a contact's answer that its registration does not have.
NOT_WRITABLE = {"contactId", "attemptId", "dutyVerified", "version", "redial", "surgeId"}


def _reason(error: httpx.HTTPError) -> str:
    """Return the status, or the name of the error."""
    if isinstance(error, httpx.HTTPStatusError):
        return str(error.response.status_code)
    return type(error).__name__


def _accepted(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    problem = orjson.loads(answer.content)
    raise Refused(answer.status_code, f"{problem.get('type')}: {problem.get('detail')}")


@asynccontextmanager
async def api(
    name: str, address: str, doing: Doing, header_of: Callable[[int], Mapping[str, str]]
) -> AsyncIterator[Api]:
    """Open a client of the service at an address; it uses no proxy.

    `header_of` returns the headers of each of its clients, by number.
    """
    idle: asyncio.Queue[httpx.AsyncClient] = asyncio.Queue()
    async with AsyncExitStack() as stack:
        for desk in range(IN_FLIGHT):
            client = httpx.AsyncClient(
                base_url=address, timeout=ANSWER_SECONDS, trust_env=False, headers=header_of(desk),
                limits=httpx.Limits(max_connections=1), verify=address.startswith("https"),
            )  # fmt: skip
            idle.put_nowait(await stack.enter_async_context(client))
        yield Api(name, address, idle, doing)


async def each(
    doing: Doing, step: str, items: Iterable[Item], act: Callable[[Item], Awaitable[None]]
) -> None:
    """Call `act` with each item, many concurrently, and count the progress."""
    waiting = list(items)
    doing.begin(step, len(waiting))
    coming = iter(waiting)

    async def work() -> None:
        for item in coming:
            await act(item)
            doing.done += 1

    async with asyncio.TaskGroup() as workers:
        for _ in range(min(IN_FLIGHT, len(waiting))):
            workers.create_task(work())
