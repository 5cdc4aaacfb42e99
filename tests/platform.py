"""A real broker and real databases for a test, and the services in this process."""

import asyncio
import subprocess
import uuid
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from fastapi import FastAPI
from nats.aio.client import Client
from sensoor.bus import accounts as bus_accounts
from sensoor.bus import keys as bus_keys
from sensoor.bus import resolver, streams
from sensoor.bus.connection import Bus
from sensoor.bus.differences import account_differences
from sensoor.bus.environment import environment_as
from sensoor.bus.keys import ACCOUNTS_USER, SENSOOR, BusKeys, account_of
from sensoor.embedded.nats import nats_program, wait_for_nats
from sensoor.embedded.program import start
from shared.database import Database
from shared.events.catalogue import published_by
from shared.events.envelope import Envelope, Event, headers, parse, publisher_of
from shared.handlers import Handlers
from shared.migrations import migrate, migrations_of
from shared.settings import Settings

from shared import bus
from tests import issuing
from tests.waiting import eventually

SERVICES = ("contacts", "billing", "volunteers", "reporting")


# Who publishes what no service would, and looks into everything; it exists in tests only.
ANYBODY = "anybody"


@dataclass
class Broker:
    """A nats-server of a test's own, closed; it comes back on the same folder and port."""

    folder: Path
    port: int
    keys: BusKeys
    process: subprocess.Popen[bytes] | None = None

    @property
    def bus(self) -> Bus:
        """Return how it is reached."""
        return Bus(f"nats://127.0.0.1:{self.port}", self.keys)

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        program = nats_program(self.folder, self.port, self.keys)
        self.process = start(program, self.folder / "nats.log")
        await wait_for_nats(self.bus, self.folder / "nats.log")

    def kill(self) -> None:
        """Kill it without a warning."""
        if self.process:
            self.process.kill()
            self.process.wait()


def make_keys(folder: Path) -> BusKeys:
    """Return keys for every broker of a test run, and credentials for who plays a part in it."""
    keys = bus_keys.init(folder, [*SERVICES, "probe", "poison"])
    bus_keys.write_secret(keys.credentials(ANYBODY), bus_keys.user_file(keys, SENSOOR, ANYBODY))
    return keys


@dataclass
class Running:
    """A service that runs in this process."""

    client: httpx.AsyncClient
    database: Database
    app: FastAPI
    leave: Callable[[], Awaitable[None]]


@dataclass
class Platform:
    """One test's broker and databases; a service is started by asking for it."""

    admin_url: str
    stack: AsyncExitStack
    templates: dict[str, str]
    broker: Broker
    name: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    databases: dict[str, str] = field(default_factory=dict)
    handlers: list[Handlers] = field(default_factory=list)

    @property
    def bus(self) -> Bus:
        """Return how the broker is reached."""
        return self.broker.bus

    async def connect(self, user: str = ANYBODY, **options: Any) -> Client:
        """Return a connection to the bus, by default as one who may do everything."""
        return await self.bus.connect(user, **options)

    async def environment(self, service: str, **more: str) -> dict[str, str]:
        """Return what a process of a service needs in its environment."""
        url = {"DATABASE_URL": await self.database_url(service)}
        known = {name.upper(): value for name, value in issuing.settings().items()}
        # Many run at once: metrics are served on whichever port is free.
        return environment_as(self.bus, service) | known | url | {"METRICS_PORT": "0"} | more

    def settings(self, user: str, database_url: str = "postgresql://nowhere") -> Settings:
        """Return the settings with which somebody comes in on the bus."""
        return Settings(
            database_url=database_url,
            nats_url=self.bus.url,
            nats_credentials=self.bus.keys.credentials(user),
        )

    async def database_url(self, service: str) -> str:
        """Return the URL of this test's database of a service, migrated."""
        if service not in self.databases:
            if service not in self.templates:
                template = f"template_{service}_{uuid.uuid4().hex[:8]}"
                await self.run(f'CREATE DATABASE "{template}"')
                url = self._url(template)
                await asyncio.to_thread(migrate, url, migrations_of(service))
                self.templates[service] = template
            name = f"test_{service}_{self.name}"
            await self.run(
                f'CREATE DATABASE "{name}" TEMPLATE "{self.templates[service]}" STRATEGY file_copy'
            )
            self.databases[service] = self._url(name)
        return self.databases[service]

    async def database(self, service: str) -> Database:
        """Return this test's database of a service, with no service running."""
        database = Database(await self.database_url(service))
        self.stack.push_async_callback(database.close)
        return database

    async def provision(self, *services: str, **others: Handlers) -> None:
        """Make the accounts, the streams, and the consumers of these services."""
        wanted = [*(handlers_of(service) for service in services), *others.values()]
        self.handlers += [handlers for handlers in wanted if handlers not in self.handlers]
        known = {handlers.service for handlers in self.handlers}
        absent = [handlers_of(service) for service in SERVICES if service not in known]
        keys = self.bus.keys
        claims = bus_accounts.accounts(keys, [*self.handlers, *absent])
        anything = {"pub": {"allow": [">"]}, "sub": {"allow": [">"]}}
        claims[SENSOOR]["signing_keys"].append(bus_accounts.scope(keys, SENSOOR, ANYBODY, anything))
        # Whoever is in this account calls the API as others do, too.
        claims[SENSOOR]["mappings"] = {f"{bus.API}.>": [{"subject": "$JS.API.>"}]}
        for handlers in others.values():
            tell_as_a_service_does(keys, claims[account_of(handlers.service)])
        async with self.bus.connected(ACCOUNTS_USER) as system:
            for name, account in claims.items():
                kept = await resolver.lookup(system, keys, name)
                # A push drops the pull requests that are open: what they wait for comes again
                # only after the consumer's ack_wait.
                if account_differences(name, account, kept):
                    await resolver.push(system, keys, name, account)
        await streams.apply_streams(self.bus, self.handlers)

    async def service(self, name: str, **settings: Any) -> Running:
        """Start a service on this test's broker and database; it ends with the test."""
        url = await self.database_url(name)
        await self.provision(name)
        main = import_module(f"{name}.main")
        settings_type = import_module(f"{name}.settings").Settings
        login = {"nats_url": self.bus.url, "nats_credentials": self.bus.keys.credentials(name)}
        given = {"database_url": url, **login, **issuing.settings(), **settings}
        app: FastAPI = main.create_app(settings_type(**given))
        running = await self.stack.enter_async_context(AsyncExitStack())
        await running.enter_async_context(app.router.lifespan_context(app))
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app, raise_app_exceptions=False),
            base_url=f"http://{name}",
            headers=issuing.header_for(),
            timeout=30,
        )
        await self.stack.enter_async_context(client)

        async def ready() -> bool:
            answer = (await client.get("/readyz")).json()
            return bool(answer["status"] == "ready" and answer["bus"] == "up")

        await eventually(ready)
        if "oidc_issuer" not in settings:
            await eventually(lambda: issuing.is_known_to(app))
        return Running(client, app.state.database, app, running.aclose)

    async def publish(
        self,
        event: Event,
        *,
        aggregate_id: Any,
        version: int = 1,
        event_id: str | None = None,
        time: datetime | None = None,
    ) -> str:
        """Publish an event as another service would; return its id.

        The same `event_id` again is a second delivery of the same event (without the dedupe
        header, so that the broker takes it).
        """
        attributes = headers(
            event,
            source=f"urn:nld:kvknr:00000000:systeem:{publisher_of(event.subject)}",
            aggregate_id=str(aggregate_id),
            version=version,
            time=time or datetime.now(UTC),
            traceparent=None,
        )
        del attributes["Nats-Msg-Id"]
        attributes["ce-id"] = event_id or attributes["ce-id"]
        data = event.model_dump_json(by_alias=True).encode()
        await self.publish_raw(event.subject, data, attributes)
        return attributes["ce-id"]

    async def publish_raw(self, subject: str, data: bytes, attributes: dict[str, str]) -> None:
        """Publish any message, be it malformed."""
        if not self.handlers:
            await self.provision()
        connection = await self.connect()
        await connection.jetstream().publish(subject, data, headers=attributes)
        await connection.close()

    async def published(self, event: type[Event]) -> list[Envelope[Any]]:
        """Return what stands on the bus of one kind of event, oldest first."""
        messages = await self.messages(event.stream_name(), event.subject)
        return [parse(event, found.headers or {}, found.data or b"") for found in messages]

    async def messages(self, stream: str, subject: str | None = None) -> Sequence[Any]:
        """Return the messages of a stream as they are kept, all or those of one subject."""
        connection = await self.connect()
        js = connection.jetstream()
        last = (await js.stream_info(stream)).state.last_seq
        found = []
        for sequence in range(1, last + 1):
            message = await js.get_msg(stream, sequence, direct=True)
            if subject in (None, message.subject):
                found.append(message)
        await connection.close()
        return found

    async def handled(self, service: str, count: int, within: float = 20) -> None:
        """Wait until a service has noted that many events as handled."""
        database = await self.database(service)

        async def enough() -> bool:
            async with database.commit() as connection:
                seen: int = await connection.fetchval("SELECT count(*) FROM public.inbox")
            return seen >= count

        await eventually(enough, within)

    async def drop(self) -> None:
        """Drop this test's databases."""
        for url in self.databases.values():
            await self.run(f'DROP DATABASE "{url.rsplit("/", 1)[1]}" WITH (FORCE)')

    def _url(self, name: str) -> str:
        return f"{self.admin_url.rsplit('/', 1)[0]}/{name}"

    async def run(self, statement: str) -> None:
        """Run a statement as the administrator of the databases."""
        connection = await asyncpg.connect(self.admin_url)
        await connection.execute(statement)
        await connection.close()


def tell_as_a_service_does(keys: BusKeys, account: dict[str, Any]) -> None:
    """Let a service that exists in tests only publish the events of volunteers, as its own."""
    subjects = [event.subject for event in published_by("volunteers")]
    account["imports"] += [
        {"name": subject, "subject": subject, "account": keys.account(SENSOOR).public,
         "local_subject": subject, "type": "service"}
        for subject in subjects
    ]  # fmt: skip
    account["limits"]["imports"] = len(account["imports"])
    account["signing_keys"][0]["template"]["pub"]["allow"] += subjects


def handlers_of(service: str) -> Handlers:
    """Return what a service does when."""
    found: Handlers = import_module(f"{service}.event_handlers").handlers
    return found
