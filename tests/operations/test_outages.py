"""The broker is gone for a while, then the database: no process ends, and all goes on after.

The APIs and the workers are processes apart. While the broker is away the APIs accept, while the
database is they say when to ask again; workers say that they are not ready.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

import httpx
import pytest
import pytest_asyncio
from demo import checker
from sensoor import services
from sensoor.bus.environment import bus_of
from sensoor.bus.reading import broker
from sensoor.embedded import postgres_files
from sensoor.issuer import signing
from sensoor.platform.supervisor import Platform, running_platform
from shared.roles import Role

from tests.http.asking import is_problem
from tests.journeys.planting import BODIES
from tests.operations.replicas import FULL, Replica, asking, of_all, replicas
from tests.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="module")

AWAY_SECONDS = 60.0 if FULL else 10.0
LOOK_EVERY_SECONDS = 0.25
MISSED = BODIES["contacts", "post", "/v1/missed-attempts"]
WRITES = ("contacts", "billing", "volunteers")
Said = dict[Replica, tuple[int, dict[str, str]]]


@dataclass
class Stage:
    """A platform whose services are an API and a worker each."""

    platform: Platform
    replicas: Mapping[str, list[Replica]]
    client: httpx.AsyncClient
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def health(self, path: str) -> Said:
        """Return what each process answers there."""
        every = of_all(self.replicas)
        answers = await asyncio.gather(*(self.client.get(f"{r.address}{path}") for r in every))
        return {r: (a.status_code, a.json()) for r, a in zip(every, answers, strict=True)}

    async def all_live(self) -> None:
        """Check that no process has ended, and that each says that it lives."""
        assert [r.running.poll() for r in of_all(self.replicas)] == [None] * 8
        assert {status for status, _ in (await self.health("/livez")).values()} == {200}

    async def post_each(self) -> dict[tuple[str, int], httpx.Response]:
        """Ask each service that takes something in for something new."""
        asked = [(service, next(self.numbers)) for service in WRITES]
        return dict(zip(asked, await self.post(asked), strict=True))

    async def post(self, asked: Iterable[tuple[str, int]]) -> list[httpx.Response]:
        """Post what makes one event each; the same number is the same request."""
        return await asyncio.gather(*(self._post(*each) for each in asked))

    async def _post(self, service: str, number: int) -> httpx.Response:
        path, body = writing(service, number)
        key = {"Idempotency-Key": f"{service} {number}"}
        return await self.client.post(f"{self.api(service)}{path}", json=body, headers=key)

    def api(self, service: str) -> str:
        """Return the address of a service's API."""
        return next(r.address for r in self.replicas[service] if r.role == "api")

    async def goes(self, part: str) -> None:
        """Kill broker or database, and keep it from coming back."""
        self.platform.kill(part)
        await self.platform.processes[part].stop(10)

    async def comes_back(self, part: str) -> None:
        """Let it come back, and wait until every process says that nothing is away."""
        self.platform.processes[part].begin()
        await asyncio.gather(*(replica.ready() for replica in of_all(self.replicas)))

    async def nothing_lost(self) -> int:
        """Check that what was accepted is told and handled once; return how much was told."""
        databases, handlers = self.platform.addresses["databases"], services.handlers()
        async with broker(bus_of(self.platform.addresses)) as bus:
            assert await checker.settle(bus, databases, handlers, 60)
            account = await checker.examine(bus, databases, handlers, datetime.now(UTC))
        assert not account.findings
        assert account.dead_letters == 0
        return account.events_published


def writing(service: str, number: int) -> tuple[str, object]:
    """Return an address and a body that make one event of a service."""
    if service == "contacts":
        return "/v1/missed-attempts", MISSED
    if service == "volunteers":
        name = "".join(chr(ord("a") + int(digit)) for digit in str(number))
        return "/v1/locations", {"name": f"Plaats {name}", "region": "Drenthe"}
    figures = {"code": f"GM{number:04}", "name": "Dorp", "province": "Drenthe", "inhabitants": 10}
    return "/v1/municipality-imports", {"asOf": "2017-01-01", "municipalities": [figures]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    home = tmp_path_factory.mktemp("home")
    async with (
        running_platform(home, say=lambda _: None) as platform,
        replicas(platform, ("api", "worker")) as made,
        asking(**signing.header(home, *Role)) as client,
    ):
        yield Stage(platform, made, client)
    postgres_files.forget(home / "postgres")


async def a_while(stage: Stage, away: str) -> AsyncIterator[None]:
    """Look again and again, from when every process has noticed until it was away long enough."""
    clock = asyncio.get_running_loop().time
    until = clock() + AWAY_SECONDS

    async def noticed() -> bool:
        said = await stage.health("/readyz")
        return all(body[away] == "away" for _, body in said.values())

    await eventually(noticed)
    while clock() < until:
        await stage.all_live()
        for replica, (status, body) in (await stage.health("/readyz")).items():
            # An API goes on answering whatever is away; a worker cannot work.
            expected = (200, "ready") if replica.role == "api" else (503, "not ready")
            assert (status, body["status"], body[away]) == (*expected, "away"), replica.service
        yield
        await asyncio.sleep(LOOK_EVERY_SECONDS)


async def test_without_the_broker_apis_accept_and_all_is_told_when_it_is_back(
    stage: Stage,
) -> None:
    assert {answer.status_code for answer in (await stage.post_each()).values()} == {201}
    told_before = await stage.nothing_lost()

    await stage.goes("nats")
    accepted = 0
    async for _ in a_while(stage, "bus"):
        answers = await stage.post_each()
        assert {answer.status_code for answer in answers.values()} == {201}
        accepted += len(answers)
    await stage.comes_back("nats")

    await stage.all_live()
    assert await stage.nothing_lost() == told_before + accepted


async def test_without_the_database_apis_say_when_to_ask_again_and_do_it_then(
    stage: Stage,
) -> None:
    assert {answer.status_code for answer in (await stage.post_each()).values()} == {201}
    told_before = await stage.nothing_lost()

    await stage.goes("postgres")
    refused: list[tuple[str, int]] = []
    async for _ in a_while(stage, "database"):
        for asked, answer in (await stage.post_each()).items():
            is_unavailable(answer)
            refused.append(asked)
        for service in stage.replicas:
            path = "/v1/locations" if service == "reporting" else "/v1/totals"
            is_unavailable(await stage.client.get(f"{stage.api(service)}{path}"))
    await stage.comes_back("postgres")

    await stage.all_live()
    left = list(refused)

    async def all_are_taken() -> bool:
        """All at once are more than one token may ask in a second: the rest is sent again."""
        answers = await stage.post(left)
        assert {answer.status_code for answer in answers} <= {201, 429}
        left[:] = [
            asked for asked, answer in zip(left, answers, strict=True) if answer.status_code == 429
        ]
        return not left

    await eventually(all_are_taken, within=60)
    assert await stage.nothing_lost() == told_before + len(refused)


def is_unavailable(answer: httpx.Response) -> None:
    is_problem(answer, 503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0
