"""One function that assembles a service: HTTP, event handlers and relay in one process.

The API accepts while the bus is away, and answers 503 while the database is. `ROLE=api` or
`ROLE=worker` runs one half. Nothing is relayed, handled or forgotten before the schema is one
that this release works with: in an upgrade the process may come before the migration.
"""

import asyncio
import gc
import logging
import os
import resource
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from types import MappingProxyType
from typing import Any

import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig
from fastapi_offline import FastAPIOffline
from faststream.nats import NatsBroker
from prometheus_client import start_http_server
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from shared import access, bus, http_problems
from shared.backlog import run_backlog
from shared.database import Database
from shared.handlers import Handlers
from shared.health import health, until_schema_works
from shared.http_headers import API_VERSION, Headed
from shared.http_limits import Bounded
from shared.http_server import OPTIONS
from shared.migrations import migrate, migrations_of
from shared.observed import Observed
from shared.pages.own_routes import own_routes
from shared.pages.route import unknown_address
from shared.pages.site import Site
from shared.relay import run_relay, wait_until_told
from shared.retention import Retention, run_retention
from shared.roles import RoleTable
from shared.settings import DatabaseSettings, Settings, read_or_told
from shared.socket_errors import SocketErrors
from shared.subscriber import pulls_of, subscribe
from shared.telemetry import start_telemetry, stop_telemetry

log = logging.getLogger(__name__)

FINISH_SECONDS = 15.0
LEAST_COMPRESSED_BYTES = 1024
Background = Callable[[Database, NatsBroker], Coroutine[Any, Any, None]]
WithoutBus = Callable[[Database], Coroutine[Any, Any, None]]
# FastAPI's own telemetry records queries, addresses, agents and the texts of errors.
NO_TELEMETRY: TelemetryConfig = {
    "tracing": False, "metrics": False, "logs": False, "operation_spans": False,
    "auto_configure": False,
}  # fmt: skip


def create_service(
    *,
    name: str,
    title: str,
    description: str,
    routers: Sequence[APIRouter],
    handlers: Handlers,
    settings: Settings,
    roles: RoleTable,
    site: Site,
    open_paths: frozenset[str] = frozenset(),
    larger_bodies: Mapping[str, int] = MappingProxyType({}),
    background: Sequence[Background] = (),
    without_bus: Sequence[WithoutBus] = (),
    retention: Sequence[Retention] = (),
    bind: access.Bind | None = None,
) -> FastAPI:
    """Assemble a service; `roles` says who may do what, `site` is its pages.

    `open_paths` are paths that need no sign-in, beside those of every site. `larger_bodies` are
    bytes that single paths take. `background` runs beside it once the bus is there, `without_bus`
    as soon as the schema works; `retention` says what is forgotten when. `bind` limits a caller by
    what the service knows beyond the token.
    """
    app = FastAPIOffline(  # the pages at /docs load nothing from elsewhere
        title=title, description=description, version=API_VERSION,
        lifespan=_lifespan(handlers, background, without_bus, retention),
        contact={"name": "Sensoor", "url": "https://www.deluisterlijn.nl"},
        redirect_slashes=False, telemetry=NO_TELEMETRY,
    )  # fmt: skip
    app.state.settings, app.state.site = settings, site
    app.state.open_paths = site.open_paths() | open_paths
    _begin(app)
    http_problems.install(app)
    app.include_router(health(name, settings))
    if settings.role in ("all", "api"):
        _open_to_callers(app, (*routers, own_routes(site)), {**site.rows(), **roles}, bind)
    _add_middleware(app, settings, larger_bodies)
    return app


def _open_to_callers(
    app: FastAPI, routers: Sequence[APIRouter], roles: RoleTable, bind: access.Bind | None
) -> None:
    for router in routers:
        app.include_router(router)
    access.close(app, roles, app.state.open_paths, bind)
    app.add_exception_handler(HTTPException, unknown_address)


def _add_middleware(app: FastAPI, settings: Settings, larger_bodies: Mapping[str, int]) -> None:
    app.add_middleware(SocketErrors)
    app.add_middleware(Bounded, larger=larger_bodies)
    app.add_middleware(GZipMiddleware, minimum_size=LEAST_COMPRESSED_BYTES)
    app.add_middleware(Observed)
    app.add_middleware(Headed, issuer=settings.oidc_issuer or "")


def _lifespan(
    handlers: Handlers,
    background: Sequence[Background],
    without_bus: Sequence[WithoutBus],
    retention: Sequence[Retention],
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        settings: Settings = app.state.settings
        _begin(app)
        app.state.database = Database(settings.database_url, settings.database_connections)
        working = asyncio.create_task(_work(app, handlers, background, without_bus, retention))
        counting = asyncio.create_task(_count_backlog(app))
        try:
            yield
        finally:
            counting.cancel()
            app.state.draining = True
            await _drain(app, working)

    return lifespan


def _begin(app: FastAPI) -> None:
    app.state.started = app.state.failed = app.state.draining = False
    app.state.broker, app.state.pulls = None, []


async def _count_backlog(app: FastAPI) -> None:
    """Count what waits in the outbox, be the bus there or not: an API relays nothing."""
    if app.state.settings.role != "api":
        await run_backlog(app.state.database)


async def _work(
    app: FastAPI,
    handlers: Handlers,
    background: Sequence[Background],
    without_bus: Sequence[WithoutBus],
    retention: Sequence[Retention],
) -> None:
    """Wait for the schema, however long that takes; then do all work beside HTTP."""
    database: Database = app.state.database
    try:
        await until_schema_works(database, handlers.service)
        app.state.started = True
        await asyncio.gather(
            _work_on_bus(app, handlers, background, retention),
            *(task(database) for task in without_bus),
        )
    except bus.BusMisconfigured as error:
        log.error("the bus lets nobody in like this: %s", error)
        _leave(app)
    except Exception:
        log.exception("the work of the service ended by a mistake of ours: the process ends")
        _leave(app)


async def _work_on_bus(
    app: FastAPI,
    handlers: Handlers,
    background: Sequence[Background],
    retention: Sequence[Retention],
) -> None:
    """Wait for the bus, however long that takes; then relay and handle events."""
    database: Database = app.state.database
    settings: Settings = app.state.settings
    broker = await bus.connect(handlers.service, settings, on_closed=lambda: _leave(app))
    tasks: list[Coroutine[Any, Any, None]] = []
    if settings.role in ("all", "worker"):
        app.state.pulls = pulls_of(broker, handlers, database)
        tasks = [
            run_relay(handlers.service, database, bus.client_of(broker)),
            subscribe(broker, handlers.service, app.state.pulls),
            run_retention(database, retention),
        ]
    tasks += [task(database, broker) for task in background]
    app.state.broker = broker
    await asyncio.gather(*tasks)


async def _drain(app: FastAPI, working: asyncio.Task[None]) -> None:
    """Stop fetching, finish what is in hand, acknowledge it, tell what is to be told, leave."""
    app.state.database.leaving = True
    broker: NatsBroker | None = app.state.broker
    if broker:
        leaving = (pull.leave(FINISH_SECONDS) for pull in app.state.pulls)
        await asyncio.gather(*leaving, return_exceptions=True)
        if app.state.settings.role != "api":
            await wait_until_told(app.state.database, bus.client_of(broker))
        with suppress(Exception):
            await broker.stop()
    while not working.done():
        # Libraries may swallow a cancellation (wait_for of Python 3.11 does).
        working.cancel()
        await asyncio.wait([working], timeout=1)
    await app.state.database.close()


def _leave(app: FastAPI) -> None:
    """End the process: it would look alive and handle nothing."""
    if not app.state.draining:
        app.state.failed = True
        log.error("the process ends, to be started again")
        os.kill(os.getpid(), signal.SIGTERM)


def spare_garbage_collection() -> None:
    """Let the collector look at what comes and goes, not again and again at all the code.

    Walking through everything imported costs more than half of what reading an event does.
    """
    gc.collect()
    gc.freeze()


def main(name: str, create_app: Callable[[], FastAPI]) -> None:
    """Be a service's command: `python -m <service>` serves, with `migrate` it migrates."""
    # The memory of this process holds words and tokens: no crash may write it to a disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.argv[1:] == ["migrate"]:
        with read_or_told():
            url = DatabaseSettings().database_url
        migrate(url, migrations_of(name))
        return
    with read_or_told():
        app = create_app()
    settings: Settings = app.state.settings
    start_telemetry(name, log_level=settings.log_level, trace_ratio=settings.trace_ratio)
    spare_garbage_collection()
    # uvicorn raises the signal that ended it once more: to have been asked to leave is no fault,
    # to leave by itself is one.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(int(app.state.failed)))
    start_http_server(settings.metrics_port, settings.host)
    try:
        uvicorn.run(app, host=settings.host, port=settings.port, **OPTIONS)
    finally:
        stop_telemetry()
