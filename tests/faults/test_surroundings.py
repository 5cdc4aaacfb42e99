"""The database or the broker goes away; everything comes back by itself, and nothing is lost."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from subprocess import Popen
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sensoor.embedded.ports import free_port
from sensoor.embedded.postgres import admin_url, postgres_program, wait_for_postgres
from sensoor.embedded.program import start
from shared.events.contacts import ContactHandled, ReferralMade

from tests import issuing
from tests.contacts.given import NOW, filled, on_duty, registration
from tests.platform import Platform, Running
from tests.waiting import eventually


class Postgres:
    """A PostgreSQL of the test's own."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o755)
        self.folder = folder
        self.port = free_port(25600)
        self.process: Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return admin_url(self.folder / "postgres", self.port)

    async def start(self) -> None:
        log = self.folder / "postgres.log"
        self.process = start(postgres_program(self.folder / "postgres", self.port), log)
        await wait_for_postgres(self.url, log)

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()


@pytest.fixture
async def own(platform: Platform) -> AsyncIterator[tuple[Platform, Postgres]]:
    """A platform on a PostgreSQL that may be killed."""
    postgres = Postgres(Path(tempfile.mkdtemp(prefix="sensoor-test-pg-")))
    try:
        await postgres.start()
        async with AsyncExitStack() as stack:
            yield Platform(postgres.url, stack, {}, platform.broker), postgres
    finally:
        postgres.kill()
        shutil.rmtree(postgres.folder, ignore_errors=True)


async def post(contacts: Running, body: dict[str, Any], key: str) -> httpx.Response:
    """Register a contact as the volunteer whose it is."""
    person = issuing.header_for(person=UUID(body["volunteerId"]))
    headers = {"Idempotency-Key": key, **person}
    return await contacts.client.post("/v1/contacts", json=body, headers=headers)


async def test_a_killed_database_is_answered_with_503_and_waited_for(
    own: tuple[Platform, Postgres],
) -> None:
    platform, postgres = own
    contacts = await platform.service("contacts")
    await on_duty(platform)
    keys = [str(uuid4()) for _ in range(5)]
    assert (await post(contacts, registration(channel="chat"), keys[0])).status_code == 201

    postgres.kill()
    for path in ("/v1/totals", "/v1/contacts"):
        answer = await contacts.client.get(path)
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["retry-after"].isdecimal()
    tries = [asyncio.create_task(until_accepted(contacts, key)) for key in keys]
    event = filled()
    await platform.publish(event, aggregate_id=event.shift_id, version=2)
    assert (await contacts.client.get("/livez")).status_code == 200
    health = await contacts.client.get("/readyz")
    assert (health.status_code, health.json()["database"]) == (200, "away")

    await postgres.start()
    answers = await asyncio.gather(*tries)
    assert {answer.status_code for answer in answers} == {201}
    await platform.handled("contacts", 4)
    assert len((await contacts.client.get("/v1/contacts")).json()["items"]) == 5

    async def all_told() -> bool:
        return len(await platform.published(ContactHandled)) == 5

    await eventually(all_told)
    assert not await platform.messages("DEAD_LETTERS")
    async with contacts.database.commit() as connection:
        assert not await connection.fetch("SELECT FROM handling_failure")


async def until_accepted(contacts: Running, key: str) -> httpx.Response:
    """Try again as a client does that reads Retry-After."""

    async def accepted() -> httpx.Response | None:
        answer = await post(contacts, registration(channel="chat"), key)
        return None if answer.status_code == 503 else answer

    found = await eventually(accepted, within=30)
    assert found is not None
    return found


async def test_while_the_broker_is_away_the_api_accepts_and_all_arrives_when_it_is_back(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    reporting = await platform.service("reporting")
    await on_duty(platform)
    await eventually(seen(reporting, "public.inbox", 3))

    platform.broker.kill()
    given = [registration(), registration(volunteerId=str(uuid4()))]
    answers = [await post(contacts, body, str(uuid4())) for body in given]
    assert [answer.status_code for answer in answers] == [201, 201]
    # whose shift may be under way is not refused
    assert [answer.json()["dutyVerified"] for answer in answers] == [True, False]
    referral = await contacts.client.post(
        f"/v1/contacts/{answers[0].json()['contactId']}/referrals",
        json={"partner": "113online", "mode": "warm_handover"},
    )
    assert referral.status_code == 201
    missed = {
        "channel": "chat", "line": "national", "offeredAt": NOW.isoformat(), "waitedSeconds": 9,
        "reason": "abandoned",
    }  # fmt: skip
    assert (await contacts.client.post("/v1/missed-attempts", json=missed)).status_code == 201
    health = await contacts.client.get("/readyz")
    assert (health.status_code, health.json()["bus"]) == (200, "away")

    await platform.broker.start()
    await eventually(seen(reporting, "public.inbox", 7), within=30)
    assert len(await platform.published(ContactHandled)) == 2
    assert len(await platform.published(ReferralMade)) == 1
    await eventually(lambda: platform.messages("PARTNER_113ONLINE"))
    assert len(await platform.messages("PARTNER_113ONLINE")) == 1
    health = await contacts.client.get("/readyz")
    assert health.json()["bus"] == "up"


def seen(running: Running, table: str, least: int) -> Callable[[], Any]:
    async def enough() -> bool:
        async with running.database.commit() as connection:
            found: int = await connection.fetchval(f"SELECT count(*) FROM {table}")
        return found >= least

    return enough
