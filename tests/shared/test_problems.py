"""What is refused is told in one form, and nothing that came in is repeated or logged."""

import io
import logging
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from prometheus_client import generate_latest
from shared.roles import ALL, Role
from shared.telemetry import JsonLines

from tests.contacts.given import registration
from tests.platform import Platform, Running

MARKERS = ("0612345678", "marker@example.org", "203.0.113.77", "Zuster Klivia")
EVERYWHERE = " ".join(MARKERS)


@pytest.fixture
def logs() -> Iterator[io.StringIO]:
    """What a service would log, in full."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for name in ("httpx", "httpcore"):  # the client of the test itself
        logging.getLogger(name).setLevel(logging.CRITICAL)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


async def ask(running: Running, method: str, path: str, **given: Any) -> httpx.Response:
    """Ask with a marker wherever one can stand."""
    headers = {
        "User-Agent": EVERYWHERE, "X-Forwarded-For": MARKERS[2], "Referer": MARKERS[1],
        "traceparent": f"00-{MARKERS[0]:0>32}-{MARKERS[0]:0>16}-01",
    } | given.pop("headers", {})  # fmt: skip
    return await running.client.request(
        method, path, headers=headers, params={"q": EVERYWHERE} | given.pop("params", {}), **given
    )


def is_problem(answer: httpx.Response, status: int) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["type"].startswith("urn:hulpopafstand:problem:")
    assert body["title"]
    assert body["detail"]
    assert not [marker for marker in MARKERS if marker in answer.text]


async def test_every_problem_is_told_in_one_form_and_repeats_nothing(
    platform: Platform, logs: io.StringIO
) -> None:
    contacts = await platform.service("contacts")
    given = registration(startedAt="2016-01-01T00:00:00Z", endedAt="2016-01-01T00:10:00Z")
    bodies: list[Any] = [
        given | {field: EVERYWHERE} for field in [*given, "lineLocationId", "divertedFrom", "heavy"]
    ]
    bodies += [given | {EVERYWHERE: 1}, [EVERYWHERE], EVERYWHERE, None, {}]
    bodies += [given | {"topics": [EVERYWHERE]}, given | {"volunteerId": "z" * 36}]
    for body in bodies:
        is_problem(await ask(contacts, "POST", "/v1/contacts", json=body), 400)
    for content in (b"{" + EVERYWHERE.encode(), b"\xff", b""):
        json = {"Content-Type": "application/json"}
        is_problem(await ask(contacts, "POST", "/v1/contacts", content=content, headers=json), 400)
    form = await ask(contacts, "POST", "/v1/contacts", data={"channel": EVERYWHERE})
    is_problem(form, 400)
    is_problem(await ask(contacts, "GET", f"/v1/contacts/{EVERYWHERE}"), 400)
    is_problem(await ask(contacts, "GET", "/v1/contacts", params={"cursor": EVERYWHERE}), 400)
    is_problem(await ask(contacts, "GET", f"/v1/contacts/{uuid4()}"), 404)
    is_problem(await ask(contacts, "GET", f"/{EVERYWHERE}"), 404)
    is_problem(await ask(contacts, "PATCH", "/v1/contacts", content=EVERYWHERE), 405)
    is_problem(await ask(contacts, "PUT", f"/v1/contacts/{uuid4()}", json=given), 428)
    no_version = {"If-Match": EVERYWHERE}
    answer = await ask(contacts, "PUT", f"/v1/contacts/{uuid4()}", json=given, headers=no_version)
    is_problem(answer, 412)
    key = {"Idempotency-Key": EVERYWHERE}
    await ask(contacts, "POST", "/v1/contacts", json=given, headers=key)
    other = given | {"heavy": True}
    is_problem(await ask(contacts, "POST", "/v1/contacts", json=other, headers=key), 409)
    assert not [marker for marker in MARKERS if marker in logs.getvalue()]


async def test_a_uuid_that_is_none_is_refused_without_repeating_a_letter_of_it(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    answer = await contacts.client.get("/v1/contacts/%7E")
    assert "~" not in answer.text


async def test_a_mistake_of_ours_is_told_without_its_text(
    platform: Platform, logs: io.StringIO
) -> None:
    contacts = await platform.service("contacts")

    @contacts.app.get("/v1/mistake")
    async def mistake() -> None:
        raise KeyError(EVERYWHERE)

    gate = contacts.app.state.gate
    gate.table = {**gate.table, "GET /v1/mistake": dict.fromkeys(Role, ALL)}
    is_problem(await ask(contacts, "GET", "/v1/mistake"), 500)
    assert "KeyError" in logs.getvalue()
    assert not [marker for marker in MARKERS if marker in logs.getvalue()]


async def test_a_database_that_is_away_is_told_so_and_comes_back_by_itself(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    assert (await contacts.client.get("/v1/totals")).status_code == 200
    given = registration(
        kind="silent", topics=[], outcome="no_conversation", startedAt="2016-01-01T00:00:00Z",
        endedAt="2016-01-01T00:10:00Z",
    )  # fmt: skip
    name = contacts.database.url.rsplit("/", 1)[1]
    await platform.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    await platform.run(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    )
    requests = [("GET", "/v1/totals", None), ("POST", "/v1/contacts", given)]
    for _ in range(3):
        for method, path, body in requests:
            answer = await ask(contacts, method, path, json=body)
            is_problem(answer, 503)
            assert int(answer.headers["retry-after"]) > 0
    health = (await contacts.client.get("/readyz")).json()
    assert (health["database"], health["status"]) == ("away", "ready")
    assert "surroundings_away" in generate_latest().decode()
    await platform.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    assert (await contacts.client.get("/readyz")).json()["database"] == "up"
    assert (await contacts.client.get("/v1/totals")).status_code == 200
    assert (await ask(contacts, "POST", "/v1/contacts", json=given)).status_code == 201
    metrics = generate_latest().decode()
    assert 'surroundings_away{what="database"} 0.0' in metrics


async def test_text_that_no_database_can_keep_is_bad_input(platform: Platform) -> None:
    volunteers = await platform.service("volunteers")
    answer = await volunteers.client.post(
        "/v1/locations", json={"name": "Zut\0phen", "region": "Gelderland"}
    )
    is_problem(answer, 400)
