"""Whoever may not come in does not: every endpoint of a platform that is up, and its addresses."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
import pytest_asyncio
from sensoor.embedded import postgres_files
from sensoor.issuer import signing
from sensoor.platform.supervisor import Platform, running_platform
from sensoor.services import PORTS
from shared.roles import Role

from tests.journeys.planting import ID
from tests.operations.attacks import Operation, bad_tokens, operations, rows_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAGES_COOKIE = "sensoor_pages"
# Spellings of an address that exists as /v1/NAME.
SPELLINGS = (
    "/v1/NAME", "/v1/../v1/NAME", "/v1/./NAME", "//v1/NAME", "/v1//NAME", "/v1/NAME/", "/V1/NAME",
    "/v1/NAME;a=b", "/v1%2FNAME", "/v1%2fNAME", "/%761/NAME", "/v1/NAME%00", "/v1/NAME%20",
    "/v1/%2e%2e/v1/NAME", "/livez/../v1/NAME", "/livez/..%2fv1/NAME", "/docs/../v1/NAME",
    "/livez;/../v1/NAME", "/livez%3f/../v1/NAME", "/openapi.json/../v1/NAME",
    "/static-offline-docs/../v1/NAME", "/static-offline-docs/%2e%2e/v1/NAME",
    "/static-offline-docs/../../service.py", "/static-offline-docs/..%2f..%2fservice.py",
    "http://localhost/v1/NAME", "http://localhost/livez/../v1/NAME", "\\v1\\NAME", "v1/NAME", "*",
)  # fmt: skip
METHODS = ("HEAD", "OPTIONS", "TRACE", "PATCH", "PROPFIND", "get", "GETS")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def up(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Platform]:
    home = tmp_path_factory.mktemp("home")
    async with running_platform(home, say=lambda _: None) as platform:
        yield platform
    postgres_files.forget(home / "postgres")


@dataclass
class Attacked:
    """A service of the platform, whose database is afterwards as it was before."""

    up: Platform
    name: str
    client: httpx.AsyncClient

    def operations(self) -> list[Operation]:
        return list(operations(self.name))

    def token(self, *roles: Role) -> str:
        return signing.sign(self.up.home, roles, "somebody")


@pytest_asyncio.fixture(params=PORTS, loop_scope="module")
async def attacked(up: Platform, request: pytest.FixtureRequest) -> AsyncIterator[Attacked]:
    name: str = request.param
    before = await rows_of(up.addresses["databases"][name])
    async with httpx.AsyncClient(
        base_url=up.addresses[name], trust_env=False, timeout=30
    ) as client:
        yield Attacked(up, name, client)
    assert await rows_of(up.addresses["databases"][name]) == before


def is_refused(answer: httpx.Response, status: int) -> None:
    """Check that an answer refuses as problem details, and says how one would come in."""
    assert answer.status_code == status, (answer.request.url, answer.text)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_the_document_of_the_running_service_has_every_endpoint_that_is_attacked(
    attacked: Attacked,
) -> None:
    paths = (await attacked.client.get("/openapi.json")).json()["paths"]
    documented = {f"{method.upper()} /v1{path}" for path in paths for method in paths[path]}
    # Pages are for people: they are no part of the API.
    assert documented == {each.row for each in attacked.operations() if not each.is_page}


async def test_no_bad_token_comes_in_at_any_endpoint(attacked: Attacked) -> None:
    for fault, token in bad_tokens(attacked.up.home).items():
        for operation in attacked.operations():
            answer = await operation.ask(attacked.client, token)
            is_refused(answer, 401)
            assert (answer.json()["type"].endswith(":no-token")) == (fault == "none")


async def test_no_role_that_is_too_low_comes_in_at_any_endpoint(attacked: Attacked) -> None:
    tokens = {role: attacked.token(role) for role in Role}
    for operation in attacked.operations():
        for role in set(Role) - operation.roles:
            is_refused(await operation.ask(attacked.client, tokens[role]), 403)
        is_refused(await operation.ask(attacked.client, attacked.token()), 403)


async def test_a_good_token_is_taken_from_its_header_and_from_nowhere_else(
    attacked: Attacked,
) -> None:
    token = attacked.token(*Role)
    header = f"Bearer {token}"
    everywhere = {PAGES_COOKIE: token, "access_token": token, "Authorization": header}
    for operation in attacked.operations():
        query = {"access_token": token, "token": token, "Authorization": header}
        is_refused(await operation.ask(attacked.client, params=query), 401)
        if not operation.is_page:  # which take the cookie that their sign-in set
            cookies = "; ".join(f"{name}={value}" for name, value in everywhere.items())
            elsewhere = {
                "Cookie": cookies, "X-Authorization": header, "X-Access-Token": token,
                "Proxy-Authorization": header, "X-Forwarded-Access-Token": token,
            }  # fmt: skip
            is_refused(await operation.ask(attacked.client, more=elsewhere), 401)


async def test_no_spelling_of_an_address_is_a_way_past_the_gate(attacked: Attacked) -> None:
    name = next(one.path[4:] for one in attacked.operations() if one.path.count("/") == 2)
    for target in (spelling.replace("NAME", name) for spelling in SPELLINGS):
        for token in (None, attacked.token()):
            status, content = await say(attacked.client, "GET", target, token)
            assert 400 <= status < 500, (target, status, content)


async def test_no_other_method_is_a_way_past_the_gate(attacked: Attacked) -> None:
    for operation in attacked.operations():
        for method in METHODS:
            for token in (None, attacked.token(*Role)):
                status, _ = await say(attacked.client, method, operation.path, token)
                assert status in (400, 401, 404, 405), (method, operation, status)


async def test_no_header_makes_another_request_of_it(attacked: Attacked) -> None:
    names = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
    for operation in attacked.operations():
        if operation.method == "GET":
            continue
        override = {**dict.fromkeys(names, operation.method), "X-Original-URL": operation.path,
                    "X-Rewrite-URL": operation.path}  # fmt: skip
        for path in ("/livez", "/v1/totals"):
            answer = await attacked.client.request(
                "GET", path, headers=override | {"Authorization": f"Bearer {attacked.token(*Role)}"}
            )
            plain = await attacked.client.get(
                path, headers={"Authorization": f"Bearer {attacked.token(*Role)}"}
            )
            assert (answer.status_code, answer.json()) == (200, plain.json())


@pytest.mark.parametrize("name", PORTS)
async def test_with_the_right_role_the_same_call_comes_in(up: Platform, name: str) -> None:
    async with httpx.AsyncClient(
        base_url=up.addresses[name], trust_env=False, timeout=30
    ) as client:
        for operation in operations(name):
            for role in operation.roles:
                token = signing.sign(up.home, [role], "somebody", person=ID)
                answer = await operation.ask(client, token)
                assert answer.status_code not in (401, 403, 429), operation
                assert answer.status_code < 500, operation


async def say(
    client: httpx.AsyncClient, method: str, target: str, token: str | None
) -> tuple[int, bytes]:
    """Send a request whose target stands on the wire as it is; return status and content."""
    url = client.base_url
    reader, writer = await asyncio.open_connection(url.host, url.port)
    lines = [f"{method} {target} HTTP/1.1", f"Host: {url.host}:{url.port}", "Connection: close"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    writer.write("\r\n".join([*lines, "", ""]).encode())
    answer = await reader.read()
    writer.close()
    head, _, content = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ")[1]), content
