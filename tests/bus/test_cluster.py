"""Three brokers: an account reaches all of them, and the loss of one stops nothing."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import nats.errors
import pytest
from sensoor.bus import plan as bus_plan
from sensoor.bus.connection import Bus
from sensoor.bus.keys import BusKeys
from sensoor.embedded.nats import nats_program, wait_for_nats
from sensoor.embedded.ports import free_port, release_port
from sensoor.embedded.program import start
from sensoor.partners import access
from sensoor.services import handlers
from shared.bus import API
from shared.events.catalogue import PARTNERS

from tests.bus.visiting import is_let_in, sheet_of, tell, visiting
from tests.waiting import eventually

US = PARTNERS[0]
NAMES = ("one", "two", "three")
COPIES = f"partners.{US}.referral_made.v1"


class Cluster:
    """Three brokers with one set of keys, each a process of its own."""

    def __init__(self, folder: Path, keys: BusKeys) -> None:
        self.folder, self.keys = folder, keys
        self.ports = {name: free_port(24500) for name in NAMES}
        self.routes = {name: free_port(24600) for name in NAMES}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def bus(self, name: str) -> Bus:
        return Bus(f"nats://127.0.0.1:{self.ports[name]}", self.keys, replicas=3)

    def start(self, name: str) -> None:
        program = nats_program(self.folder / name, self.ports[name], self.keys)
        configuration = self.folder / name / "nats.conf"
        settings = json.loads(configuration.read_text()) | {
            "server_name": name,
            "cluster": {
                "name": "sensoor",
                "listen": f"127.0.0.1:{self.routes[name]}",
                "routes": [f"nats://127.0.0.1:{port}" for port in self.routes.values()],
            },
        }
        configuration.write_text(json.dumps(settings))
        self.processes[name] = start(program, self.folder / name / "nats.log")

    def end(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait()
        for port in (*self.ports.values(), *self.routes.values()):
            release_port(port)


@pytest.fixture
async def cluster(keys: BusKeys) -> AsyncIterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="sensoor-test-cluster-"))
    found = Cluster(folder, keys)
    try:
        for name in NAMES:
            found.start(name)
        for name in NAMES:
            await wait_for_nats(found.bus(name))
        yield found
    finally:
        found.end()
        shutil.rmtree(folder, ignore_errors=True)


async def everywhere(cluster: Cluster, user: str, credentials: Path, *, let_in: bool) -> None:
    """Return once every broker that runs lets these credentials in, or none does."""

    async def all_agree() -> bool:
        said = {await is_let_in(cluster.bus(name), user, credentials) for name in cluster.processes}
        return said == {let_in}

    await eventually(all_agree)


async def leader_of(there: Bus, stream: str) -> str | None:
    async with visiting(there, "operator") as operator:
        try:
            info = await operator.client.jetstream(prefix=API).stream_info(stream)
        except nats.errors.Error:
            return None
    assert info.cluster
    return info.cluster.leader


async def apply_to_one(cluster: Cluster) -> None:
    """Apply to one broker, and return once all say that there is nothing to do."""

    async def is_applied() -> bool:
        try:
            await bus_plan.apply(cluster.bus("one"), handlers())
            plans = [await bus_plan.plan(cluster.bus(name), handlers()) for name in NAMES]
        except nats.errors.Error:
            return False  # the brokers have not agreed yet on who leads them
        return plans == [[], [], []]

    await eventually(is_applied, within=60)


async def test_what_is_applied_to_one_holds_on_all_and_one_may_die(cluster: Cluster) -> None:
    await apply_to_one(cluster)
    services = cluster.keys.credentials("contacts")
    await everywhere(cluster, "contacts", services, let_in=True)

    credentials = await access.add(cluster.bus("two"), US, cluster.bus("two").url)
    await everywhere(cluster, US, credentials, let_in=True)
    old = credentials.with_suffix(".kept")
    old.write_text(credentials.read_text())
    await access.rotate(cluster.bus("three"), US, cluster.bus("three").url)
    await access.revoke(cluster.bus("one"), US, old=True)
    await everywhere(cluster, US, old, let_in=False)
    await everywhere(cluster, US, credentials, let_in=True)

    stream = f"PARTNER_{US.upper()}"
    dead = await leader_of(cluster.bus("one"), stream)
    assert dead in NAMES
    killed = cluster.processes.pop(dead)
    killed.kill()
    killed.wait()
    left = cluster.bus(next(iter(cluster.processes)))
    published: list[str] = []

    async def is_published() -> bool:
        try:
            async with visiting(left, "contacts") as contacts:
                published.append(await tell(contacts, COPIES, version=len(published) + 1))
        except (nats.errors.Error, TimeoutError):
            return False  # another leads in a moment: the relay tries again as well
        return len(published) >= 3

    await eventually(is_published, within=60)
    read: list[str] = []

    async def is_read() -> bool:
        try:
            async with visiting(left, US) as partner:
                for message in await partner.fetch(US, 10, seconds=2):
                    await message.ack_sync(timeout=5)
                    read.append((message.headers or {})["ce-id"])
        except (nats.errors.Error, TimeoutError):
            return False  # the consumer's leader may be the one that died
        return set(published) <= set(read)

    await eventually(is_read, within=60)
    assert [one for one in dict.fromkeys(read) if one in published] == published
    await everywhere(cluster, US, old, let_in=False)
    await everywhere(cluster, US, sheet_of(left, US), let_in=True)
