"""Who may open a WebSocket, and who may not: before it is accepted, and told as everywhere."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI, WebSocket
from sensoor.embedded.ports import free_port, release_port
from shared.access import TableIncomplete, close
from shared.pages.sockets import SIGNED_IN
from shared.roles import OWN, Role, may
from shared.settings import Settings
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests import issuing
from tests.http.serving import listening
from tests.http.talking import DESK, NUMBER, OPEN, OPEN_PATHS, ROLES, create_talking

BEARER = issuing.header_for(Role.LISTENER)
TOKEN = BEARER["Authorization"].removeprefix("Bearer ")
COOKIE = {"Cookie": f"sensoor={TOKEN}"}
SOCKETS = {row for row in ROLES if row.startswith("WS ")}


def talking(folder: Path, **changes: Any) -> FastAPI:
    """Return the service, whose pages are at the port that it names."""
    given = {"database_url": "postgresql://nobody@127.0.0.1:1/nothing", **issuing.settings()}
    return create_talking(Settings(**given | changes, nats_credentials=folder))


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """Return where the service serves."""
    port = free_port(25980)
    async with listening(talking(tmp_path, port=port), port) as found:
        yield found
    release_port(port)


async def told(address: str, path: str, **headers: str) -> Any:
    """Return the first message that a socket is sent."""
    async with connect(
        f"{address.replace('http', 'ws')}{path}", additional_headers=headers, proxy=None
    ) as socket:
        return json.loads(await socket.recv())


async def refused(address: str, path: str, status: int, code: str, **headers: str) -> httpx.Headers:
    """Check that a socket is refused by an HTTP answer with problem details."""
    with pytest.raises(InvalidStatus) as caught:
        await told(address, path, **headers)
    answer = caught.value.response
    found = httpx.Headers(list(answer.headers.raw_items()))
    assert (answer.status_code, found["content-type"]) == (status, "application/problem+json")
    problem = json.loads(bytes(answer.body or b""))
    assert problem["type"] == f"urn:hulpopafstand:problem:{code}"
    assert (found["cache-control"], found["x-content-type-options"]) == ("no-store", "nosniff")
    return found


async def test_a_token_opens_a_guarded_socket_with_its_caller_and_reach(address: str) -> None:
    found = await told(address, DESK, **BEARER)
    assert found == {"roles": ["listener"], "person": str(issuing.PERSON), "all": False}
    assert (await told(address, DESK, **issuing.header_for(Role.COORDINATOR)))["all"]


async def test_the_cookie_of_a_session_opens_it_from_our_own_pages_only(address: str) -> None:
    assert (await told(address, DESK, **COOKIE, Origin=address))["roles"] == ["listener"]
    for origin in ("https://elsewhere.example", "null", f"{address}.elsewhere.example", ""):
        await refused(address, DESK, 403, "foreign-site", **COOKIE, Origin=origin)
    await refused(address, DESK, 403, "foreign-site", **COOKIE)


async def test_a_bearer_token_needs_no_origin_and_goes_before_a_cookie(address: str) -> None:
    elsewhere = {"Origin": "https://elsewhere.example", "Cookie": "sensoor=nonsense"}
    assert (await told(address, DESK, **BEARER, **elsewhere))["roles"] == ["listener"]


@pytest.mark.parametrize("operation", sorted(SOCKETS))
async def test_without_a_token_or_a_role_no_guarded_socket_opens(
    address: str, operation: str
) -> None:
    path = operation.removeprefix("WS ")
    headers = await refused(address, path, 401, "no-token")
    assert headers["www-authenticate"] == "Bearer"
    await refused(address, path, 401, "token-invalid", Authorization="Bearer nonsense")
    for role in set(Role) - set(ROLES[operation]):
        await refused(address, path, 403, "role-too-low", **issuing.header_for(role))
    nobody = issuing.header_for(Role.LISTENER, person=None)
    await refused(address, path, 403, "nothing-within-reach", **nobody)


async def test_a_token_that_asks_too_often_is_told_when_to_come_back(tmp_path: Path) -> None:
    port = free_port(25980)
    async with listening(talking(tmp_path, port=port, rate_limit="2/minute"), port) as address:
        for _ in range(2):
            await told(address, DESK, **BEARER)
        headers = await refused(address, DESK, 429, "too-many-requests", **BEARER)
        assert int(headers["retry-after"]) > 0
    release_port(port)


async def test_an_unknown_address_and_a_wrong_one_are_refused_as_those_of_requests_are(
    address: str,
) -> None:
    await refused(address, "/talking/nowhere", 404, "not-found", Accept="text/html")
    await refused(address, "/v1/talking", 404, "not-found", **BEARER)
    await refused(address, f"{NUMBER}/seven", 400, "bad-input", Origin=address)


async def test_an_open_socket_may_ask_for_our_own_pages_too(address: str) -> None:
    assert await told(address, f"{NUMBER}/7", Origin=address) == 7
    await refused(address, f"{NUMBER}/7", 403, "foreign-site")


@pytest.mark.parametrize(
    ("mistake", "status", "code", "closed"),
    [("refuse", 409, "not-that", 1008), ("away", 503, "unavailable", 1013),
     ("fail", 500, "internal-error", 1011)],
)  # fmt: skip
async def test_what_goes_wrong_is_an_answer_before_and_a_close_after(
    address: str, mistake: str, status: int, code: str, closed: int
) -> None:
    await refused(address, f"{OPEN}?before={mistake}", status, code)
    async with connect(f"{address.replace('http', 'ws')}{OPEN}", proxy=None) as socket:
        await socket.send(mistake)
        with pytest.raises(ConnectionClosed) as caught:
            await socket.recv()
    assert caught.value.rcvd is not None
    assert (caught.value.rcvd.code, caught.value.rcvd.reason) == (closed, "")


async def test_a_service_with_a_socket_past_its_table_does_not_start(tmp_path: Path) -> None:
    app = talking(tmp_path)
    close(app, {**app.state.site.rows(), **ROLES}, app.state.open_paths)
    rows = {**app.state.site.rows(), **ROLES}
    with pytest.raises(TableIncomplete, match=f"without a row of roles.*WS {DESK}"):
        close(app, {row: rows[row] for row in rows if row not in SOCKETS}, app.state.open_paths)
    with pytest.raises(TableIncomplete, match=f"not guarded.*{OPEN}"):
        close(app, rows, app.state.open_paths - OPEN_PATHS)
    with pytest.raises(TableIncomplete, match=r"open, without an endpoint.*/talking/more"):
        close(app, rows, app.state.open_paths | {"/talking/more"})


async def test_a_socket_that_forgets_whose_records_it_opens_does_not_start(tmp_path: Path) -> None:
    app = talking(tmp_path)
    more = APIRouter()

    @more.websocket("/talking/forgetful", dependencies=[SIGNED_IN])
    async def forgetful(_socket: WebSocket) -> None:
        """Take no account of it."""

    app.include_router(more)
    rows = {**app.state.site.rows(), **ROLES, "WS /talking/forgetful": may(listener=OWN)}
    with pytest.raises(TableIncomplete, match="does not take the reach"):
        close(app, rows, app.state.open_paths)


@pytest.fixture
async def script(address: str) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client of the service, with nobody signed in."""
    async with httpx.AsyncClient(base_url=address) as client:
        yield client


async def test_a_script_of_our_own_pages_asks_with_the_cookie(
    script: httpx.AsyncClient, address: str
) -> None:
    for own in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": address}):
        answer = await script.post("/v1/talking", json={"word": "yes"}, headers=COOKIE | own)
        assert answer.json() == {"letters": 3}
        assert (await script.get("/v1/talking", headers=COOKIE | own)).status_code == 200
    assert (await script.get("/v1/talking", headers=COOKIE)).status_code == 200
    assert (await script.get("/v1/talking", headers=BEARER)).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_script_of_a_foreign_page_is_refused_as_a_problem_and_never_as_a_page(
    script: httpx.AsyncClient, site: str
) -> None:
    foreign = {**COOKIE, "Sec-Fetch-Site": site, "Accept": "text/html"}
    elsewhere = {**COOKIE, "Origin": "https://elsewhere.example", "Accept": "text/html"}
    for answer in (
        await script.post("/v1/talking", json={"word": "yes"}, headers=foreign),
        await script.get("/v1/talking", headers=foreign),
        await script.post("/v1/talking", json={"word": "yes"}, headers=elsewhere),
        await script.post("/v1/talking", json={"word": "yes"}, headers=COOKIE),
    ):
        assert answer.status_code == 403
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"].endswith(":foreign-site")
    unknown = await script.get("/v1/talking", headers={"Accept": "text/html"})
    assert (unknown.status_code, unknown.headers["content-type"]) == (
        401, "application/problem+json",
    )  # fmt: skip


async def test_a_public_page_needs_nobody_to_be_signed_in(script: httpx.AsyncClient) -> None:
    assert (await script.get("/talking/help")).text == "help"
