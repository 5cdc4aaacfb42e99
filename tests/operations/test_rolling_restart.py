"""Every process of every service is replaced while the demo runs, and nobody notices.

It goes as in a cluster: another process starts, gets requests once it is ready, then the old one
gets no more of them, and only after that SIGTERM.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from demo.main import Outcome, play
from sensoor.embedded import postgres_files
from sensoor.issuer import signing
from sensoor.platform.supervised_process import all_of
from sensoor.platform.supervisor import Platform, running_platform
from shared.roles import Role

from tests.operations.front import Front, fronted
from tests.operations.replicas import FULL, Replica, asking, counted, of_all, replicas
from tests.waiting import eventually

SCALE = 1.0 if FULL else 0.05
ROLES = ("api", "api", "worker", "worker") if FULL else ("api", "worker")
UNDER_WAY = 20  # requests


@dataclass
class Fleet:
    """A platform of which each service is APIs behind a proxy, and workers."""

    platform: Platform
    replicas: Mapping[str, list[Replica]]
    fronts: Mapping[str, Front]
    addresses: dict[str, Any]

    async def play(self) -> Outcome:
        return await play(self.platform.home, self.addresses, SCALE)

    async def replace_all(self, service: str) -> None:
        """Replace each process of a service in turn."""
        for place, old in enumerate(self.replicas[service]):
            new = old.another()
            new.begin()
            self.replicas[service][place] = new
            try:
                await new.ready()
                await self._let_go(old, new)
            finally:
                await old.end()

    async def _let_go(self, old: Replica, new: Replica) -> None:
        if old.role == "api":
            front = self.fronts[old.service]
            front.take_in(new)
            if old.service == "reporting":
                await self.ask_both()
            await front.take_out(old)
        old.ask_to_leave()
        assert await old.left() == 0

    async def duplicates(self) -> float:
        """Return how many events came to a worker again that had been handled."""
        workers = [one for one in of_all(self.replicas) if one.role == "worker"]
        return sum([await counted(worker, "events_duplicate_total") for worker in workers])

    async def ask_both(self) -> None:
        """Ask the old and the new process of reporting: the story has little to ask of it."""
        headers = signing.header(self.platform.home, Role.COORDINATOR)
        async with asking(**headers) as client:
            for _ in range(2):
                await client.get(f"{self.addresses['reporting']}/v1/locations")

    async def replace_everything(self) -> None:
        """Replace all processes of all services, once the story is under way."""

        async def under_way() -> bool:
            return sum(front.answered.total() for front in self.fronts.values()) > UNDER_WAY

        await eventually(under_way, within=60)
        await all_of(*(self.replace_all(service) for service in self.replicas))


@pytest.fixture
async def fleet(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Fleet]:
    home = tmp_path_factory.mktemp("home")
    async with running_platform(home, say=lambda _: None) as platform, AsyncExitStack() as stack:
        made = await stack.enter_async_context(replicas(platform, ROLES))
        fronts, addresses = {}, dict(platform.addresses)
        for service, of_service in made.items():
            apis = [replica for replica in of_service if replica.role == "api"]
            opened = await stack.enter_async_context(fronted(apis))
            fronts[service], addresses[service] = opened
        yield Fleet(platform, made, fronts, addresses)
    postgres_files.forget(home / "postgres")


async def test_no_request_fails_and_nothing_is_lost_or_doubled(fleet: Fleet) -> None:
    replacing = asyncio.create_task(fleet.replace_everything())
    outcome = await fleet.play()
    while not replacing.done():
        outcome = await fleet.play()  # the same requests, which have the same answers
    await replacing

    assert [front.failed for front in fleet.fronts.values()] == [[], [], [], []]
    assert outcome.well, (outcome.findings, outcome.wrong)
    told = outcome.summary
    assert told["events_lost"] == told["events_duplicated"] == told["dead_letters"] == 0
    assert told["rebuild_identical"] is True
    # whoever left had acknowledged all that it had handled
    assert await fleet.duplicates() == 0
    for front in fleet.fronts.values():
        # the old and the new ones have answered
        assert len([replica for replica in front.answered if front.answered[replica]]) >= 2
