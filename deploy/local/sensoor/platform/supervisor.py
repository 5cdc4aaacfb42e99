"""The supervisor of a whole platform on one machine: start, restarts, and stop, in order."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import nats.errors

from sensoor import home, services
from sensoor.bus import keys as bus_keys
from sensoor.bus.connection import Bus
from sensoor.bus.environment import (
    NoBus,
    bus_in_environment,
    bus_of,
    environment_as,
    environment_of,
)
from sensoor.bus.keys import ACCOUNTS_USER, NoKeys
from sensoor.embedded import databases, ports, postgres
from sensoor.embedded.nats import nats_program, wait_for_nats
from sensoor.embedded.program import Program, python_program
from sensoor.issuer import signing
from sensoor.platform.supervised_process import (
    Say,
    StepFailed,
    SupervisedProcess,
    all_of,
    end_leftovers,
    run_step,
)

DRAIN_SECONDS = 60.0
BROKER_SECONDS = 10.0
DATABASE_SECONDS = 30.0


START_FAILURES = (
    OSError, RuntimeError, TimeoutError, StepFailed, NoBus, NoKeys, asyncpg.PostgresError,
    nats.errors.Error,
)  # fmt: skip


class CannotStart(Exception):
    """The platform did not start; the text tells why and where to look."""


@dataclass(slots=True)
class Platform:
    """A platform that is up. `addresses` is what `addresses.json` holds."""

    home: Path
    say: Say
    addresses: dict[str, Any] = field(default_factory=dict)
    processes: dict[str, SupervisedProcess] = field(default_factory=dict)

    def pid(self, name: str) -> int:
        """Return the pid of a process: `nats`, `postgres`, `issuer` or a service."""
        process = self.processes[name].process
        assert process is not None
        return process.pid

    def kill(self, name: str) -> None:
        """Kill a process with SIGKILL, as a fault would; it is restarted."""
        self.processes[name].kill()

    async def ready(self) -> None:
        """Return once every process answers and every service is ready."""
        await asyncio.gather(*(part.answers() for part in self.processes.values()))

    def keep_records(self) -> None:
        """Record the processes, so that the next start finds them if we are killed."""
        kept = {name: part.record for name, part in self.processes.items()}
        home.keep_records(self.home, {name: record for name, record in kept.items() if record})

    def add(self, name: str, program: Program, **settings: Any) -> SupervisedProcess:
        """Start a supervised process."""
        log = home.fresh_log(self.home, name)
        part = SupervisedProcess(
            name, program, log, say=self.say, changed=self.keep_records, **settings
        )
        self.processes[name] = part
        part.begin()
        return part

    async def prepare(self, **databases: str) -> None:
        """Apply schemas, accounts, streams and consumers; see `provision`."""
        environment = environment_of(bus_of(self.addresses)) | databases
        program = python_program("sensoor.platform.provision", **environment)
        await run_step("provisioning", program, home.fresh_log(self.home, "provisioning"))


@asynccontextmanager
async def running_platform(folder: Path, say: Say = print) -> AsyncIterator[Platform]:
    """Start the platform in this home, and stop it when the block ends for whatever reason.

    Raises HomeIsHeld when another supervisor holds the home, CannotStart when the start fails.
    """
    with home.held(folder):
        await end_leftovers(folder, say)
        platform = Platform(folder, say)
        watch: asyncio.Task[None] | None = None
        try:
            await _bring_up(platform)
            watch = asyncio.create_task(_watch_broker(platform))
            yield platform
        finally:
            if watch is not None:
                watch.cancel()
            await _bring_down(platform)


async def _bring_up(platform: Platform) -> None:
    try:
        await all_of(_broker(platform), _database(platform), _issuer(platform))
        platform.say(
            "broker and database are up; provisioning schemas, accounts, streams, consumers"
        )
        databases = json.dumps(platform.addresses["databases"])
        await platform.prepare(SENSOOR_DATABASES=databases)
        platform.say("schemas and bus are current; starting the services")
        for service, port in services.PORTS.items():
            platform.addresses[service] = f"http://127.0.0.1:{_port(platform, service, port)}"
        contacts = platform.addresses["contacts"]
        platform.addresses["chat"] = {
            name: contacts + path for name, path in services.CHAT_PAGES.items()
        }
        for service in services.PORTS:
            _start_service(platform, service)
        await all_of(*(part.first_answer() for part in platform.processes.values()))
    except START_FAILURES as error:
        raise CannotStart(str(error)) from error
    home.write_private(platform.home / "addresses.json", platform.addresses)


async def _broker(platform: Platform) -> None:
    log = platform.home / "logs" / "nats.log"
    if os.environ.get("NATS_URL"):
        there = bus_in_environment()
        platform.say(f"NATS: yours, at {_place(there.url)}")
    elif (platform.home / "nats" / "jetstream" / "$G").exists():
        raise StepFailed(
            f"the streams in {platform.home} are from before the bus was closed, and its databases"
            " belong to them: `sensoor reset` begins anew"
        )
    else:
        keys = bus_keys.init(platform.home / "bus", services.PORTS, platform.say)
        port = _port(platform, "NATS", services.NATS_PORT)
        there = Bus(f"nats://127.0.0.1:{port}", keys)
        program = nats_program(platform.home / "nats", port, keys)
        platform.add("nats", program, answers=partial(wait_for_nats, there, log))
    platform.addresses.update(
        nats=there.url, bus_keys=str(there.keys.folder),
        nats_ca=str(there.ca) if there.ca else None, nats_replicas=there.replicas,
    )  # fmt: skip
    await wait_for_nats(there, log)


async def _issuer(platform: Platform) -> None:
    """Take your issuer of tokens, or start the development issuer."""
    address = os.environ.get("OIDC_ISSUER")
    if address:
        platform.say(f"OpenID Connect: yours, at {_place(address)}")
    else:
        port = _port(platform, "issuer", signing.PORT)
        address = f"http://127.0.0.1:{port}"
        signing.prepare(platform.home, address)
        program = python_program(
            "sensoor.issuer", SENSOOR_HOME=str(platform.home), HOST="127.0.0.1", PORT=str(port),
            PUBLIC_URL=address,
        )  # fmt: skip
        platform.add("issuer", program, answers=partial(signing.wait_for_issuer, address))
        platform.addresses["tokens"] = str(platform.home / "tokens")
    platform.addresses["issuer"] = address


async def _database(platform: Platform) -> None:
    log = platform.home / "logs" / "postgres.log"
    url = os.environ.get("DATABASE_URL")
    if url:
        platform.say(f"PostgreSQL: yours, at {_place(url)}")
    else:
        port = _port(platform, "PostgreSQL", services.POSTGRES_PORT)
        folder = platform.home / "postgres"
        program = await asyncio.to_thread(postgres.postgres_program, folder, port)
        url = postgres.admin_url(folder, port)
        answers = partial(postgres.wait_for_postgres, url, log)
        platform.add("postgres", program, answers=answers, stop_signal=signal.SIGINT)
    platform.addresses["database"] = url
    await postgres.wait_for_postgres(url, log)
    names = {service: services.database_name(service) for service in services.PORTS}
    passwords = home.passwords(platform.home, list(names.values()))
    urls = await asyncio.gather(
        *(databases.ensure_database(url, name, passwords[name]) for name in names.values())
    )
    platform.addresses["databases"] = dict(zip(names, urls, strict=True))


def _start_service(platform: Platform, service: str) -> None:
    address = platform.addresses[service]
    metrics_port = _port(platform, f"{service} metrics", services.METRICS_PORTS[service])
    # The clock of the queue can be set where tokens are of the development issuer, and only there.
    more = {"SETTABLE_CLOCK": "true"} if service == "contacts" and _is_ours(platform) else {}
    if service == "contacts":
        more |= home.exchange_secrets(platform.home)
    if service == "volunteers":
        more = home.personal_keys(platform.home)
    if service == "reporting":
        more = home.forecast_key(platform.home)
    program = python_program(
        service, DATABASE_URL=platform.addresses["databases"][service],
        HOST="127.0.0.1", PORT=address.rpartition(":")[2], METRICS_PORT=str(metrics_port),
        ROLE="all", PUBLIC_URL=address,
        PAGE_ADDRESSES=json.dumps({name: platform.addresses[name] for name in services.PORTS}),
        OIDC_ISSUER=platform.addresses["issuer"],
        **environment_as(bus_of(platform.addresses), service), **more,
    )  # fmt: skip
    metrics = platform.addresses.setdefault("metrics", {})
    metrics[service] = f"http://127.0.0.1:{metrics_port}/metrics"
    platform.add(service, program, answers=partial(services.wait_until_ready, address))


def _is_ours(platform: Platform) -> bool:
    """Return whether the issuer is the development issuer of this home."""
    return "tokens" in platform.addresses


def _port(platform: Platform, name: str, preferred: int) -> int:
    port = ports.free_port(preferred)
    if port != preferred:
        platform.say(f"{name}: port {preferred} is taken, so {port}")
    return port


def _place(url: str) -> str:
    """Return host and port without the login."""
    return urlsplit(url).netloc.rpartition("@")[2]


async def _watch_broker(platform: Platform) -> None:
    """Provision again after each restart of the broker: it may be an empty one."""
    returned = asyncio.Event()

    async def on_return() -> None:
        returned.set()

    connection = await bus_of(platform.addresses).connect(
        ACCOUNTS_USER, max_reconnect_attempts=-1, reconnect_time_wait=0.2, reconnected_cb=on_return
    )
    try:
        while await returned.wait():
            returned.clear()
            try:
                await platform.prepare()
            except StepFailed as failure:
                platform.say(f"{failure}\nretrying")
                await asyncio.sleep(1)
                returned.set()
    finally:
        await connection.close()


async def _bring_down(platform: Platform) -> None:
    """Stop the services first: they still need broker and database to finish their work."""
    (platform.home / "addresses.json").unlink(missing_ok=True)
    parts = dict(platform.processes)
    broker, database = parts.pop("nats", None), parts.pop("postgres", None)
    if parts:
        platform.say("waiting for the services to finish")
    await asyncio.gather(*(part.stop(DRAIN_SECONDS) for part in parts.values()))
    if broker:
        await broker.stop(BROKER_SECONDS)
    if database:
        await database.stop(DATABASE_SECONDS)
    home.keep_records(platform.home, {})
    names = ("nats", "database", "issuer", *services.PORTS)
    taken = [platform.addresses.get(name, "") for name in names]
    for url in (*taken, *platform.addresses.get("metrics", {}).values()):
        ports.release_port(urlsplit(url).port or 0)
