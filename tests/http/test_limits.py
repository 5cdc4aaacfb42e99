"""What a request may weigh, how many may come, and the headers that every answer carries."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from billing.municipalities.http_api import MOST_IMPORT_BYTES
from shared.access import Gate
from shared.http_limits import MOST_BYTES
from shared.roles import ALL, Role
from shared.settings import Settings

from tests import issuing
from tests.contacts.given import registration
from tests.http.asking import SERVICES, is_problem
from tests.http.conftest import Serve
from tests.waiting import eventually

JSON = {"Content-Type": "application/json"}


async def test_a_body_is_at_most_64_kib(serve: Serve) -> None:
    contacts = await serve("contacts")
    headers = issuing.header_for() | JSON
    fits, too_long = b" " * MOST_BYTES, b" " * (MOST_BYTES + 1)
    is_problem(
        await contacts.client.post("/v1/contacts", content=fits, headers=headers), 400, "bad-input"
    )
    answer = await contacts.client.post("/v1/contacts", content=too_long, headers=headers)
    is_problem(answer, 413, "too-large")
    assert str(MOST_BYTES) in answer.json()["detail"]
    for nonsense in ("9" * 5000, "-1", "many"):
        lying = headers | {"Content-Length": nonsense}
        answer = await contacts.client.post("/v1/contacts", content=b"{}", headers=lying)
        is_problem(answer, 413, "too-large")


async def test_a_body_that_does_not_say_its_length_is_counted_as_it_comes(serve: Serve) -> None:
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b" " * 8192

    for service, path, most in (
        ("contacts", "/v1/contacts", MOST_BYTES),
        ("billing", "/v1/contracts", MOST_BYTES),
        ("billing", "/v1/municipality-imports", MOST_IMPORT_BYTES),
    ):
        served, taken = await serve(service), 0
        headers = issuing.header_for() | JSON
        answer = await asyncio.wait_for(
            served.client.post(path, content=endless(), headers=headers), 20
        )
        is_problem(answer, 413, "too-large")
        assert taken <= most / 8192 + 2


async def test_an_import_may_be_larger(serve: Serve) -> None:
    billing = await serve("billing")
    headers = issuing.header_for(Role.FINANCE) | {"Content-Type": "text/csv"}
    lines = b"code,name,province,inhabitants\n" + b"GM0301,Zutphen,Gelderland,46997\n" * 5000
    path = "/v1/municipality-imports?asOf=2016-01-01"
    assert len(lines) > MOST_BYTES
    answer = await billing.client.post(path, content=lines, headers=headers)
    is_problem(answer, 400, "municipality-twice")
    answer = await billing.client.post(path, content=lines * 110, headers=headers)
    is_problem(answer, 413, "too-large")


@pytest.mark.parametrize("tag", ["9" * 5000, "1" * 30, '"-1"', "٣" * 12])
async def test_a_version_that_nothing_can_have_is_refused(serve: Serve, tag: str) -> None:
    contacts = await serve("contacts")
    headers = httpx.Headers(issuing.header_for() | {"If-Match": tag}, encoding="utf-8")
    given = registration(startedAt="2016-01-01T00:00:00Z", endedAt="2016-01-01T00:10:00Z")
    path = "/v1/contacts/00000000-0000-4000-8000-000000000000"
    answer = await contacts.client.put(path, json=given, headers=headers)
    is_problem(answer, 412, "precondition-failed")


async def test_a_token_that_asks_too_often_waits_and_others_do_not(serve: Serve) -> None:
    contacts = await serve("contacts", rate_limit="3/hour")
    hasty, calm = (issuing.issuer().token(Role.OPERATOR, subject=one) for one in ("a", "b"))
    for _ in range(3):
        assert (await contacts.ask("GET", "/v1/totals", hasty)).status_code == 200
    answer = await contacts.ask("GET", "/v1/totals", hasty)
    is_problem(answer, 429, "too-many-requests")
    assert 3500 < int(answer.headers["retry-after"]) <= 3600
    assert (await contacts.ask("GET", "/v1/totals", calm)).status_code == 200
    is_problem(await contacts.ask("GET", "/v1/totals"), 401, "no-token")


async def test_the_limit_begins_anew_with_the_next_window(serve: Serve) -> None:
    contacts = await serve("contacts", rate_limit="1/second")
    token = issuing.issuer().token(Role.OPERATOR)
    statuses = {(await contacts.ask("GET", "/v1/totals", token)).status_code for _ in range(9)}
    assert statuses == {200, 429}

    async def served() -> bool:
        return (await contacts.ask("GET", "/v1/totals", token)).status_code == 200

    await eventually(served)


async def test_metrics_are_not_on_the_port_that_clients_reach(serve: Serve) -> None:
    for service in SERVICES:
        served = await serve(service)
        for headers in ({}, issuing.header_for()):
            answer = await served.client.get("/metrics", headers=headers)
            is_problem(answer, 404, "not-found")


def test_who_serves_http_names_an_issuer() -> None:
    settings = Settings.model_construct(oidc_issuer=None)
    with pytest.raises(ValueError, match="OIDC_ISSUER"):
        Gate(settings, {})


@pytest.mark.parametrize("service", SERVICES)
async def test_every_answer_carries_the_security_headers(serve: Serve, service: str) -> None:
    served = await serve(service)

    @served.app.get("/v1/mistake")
    async def mistake() -> None:
        raise KeyError

    gate = served.app.state.gate
    gate.table = {**gate.table, "GET /v1/mistake": dict.fromkeys(Role, ALL)}
    asked = ("/v1/totals", "/v1/mistake", "/v1/nothing", "/nothing", "/livez", "/docs", "/redoc",
             "/openapi.json", "/static-offline-docs/swagger-ui.css", "/")  # fmt: skip
    for path in asked:
        for headers in ({}, issuing.header_for()):
            answer = await served.client.get(path, headers=headers)
            given = answer.headers
            assert given["x-content-type-options"] == "nosniff", path
            assert given["x-frame-options"] == "DENY"
            assert given["referrer-policy"] in ("no-referrer", "same-origin")
            assert "max-age=31536000" in given["strict-transport-security"]
            assert "frame-ancestors 'none'" in given["content-security-policy"]
            assert "default-src 'none'" in given["content-security-policy"]
            assert "microphone=()" in given["permissions-policy"]
            assert "server" not in given
            if path.startswith("/v1"):
                assert (given["cache-control"], given["api-version"]) == ("no-store", "1.0.0")
    assert (await served.client.get("/v1/mistake", headers=issuing.header_for())).status_code == 500
