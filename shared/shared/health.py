"""Health checks: started, ready, live, and which dependency is down.

An API is ready while it can answer, even with 503, and it accepts requests while the bus is down.
A worker is ready when database and bus are up. Liveness never checks the bus or the database.
"""

import asyncio
import logging

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from shared import bus
from shared.database import Database, deadline, is_away
from shared.migrations import Release, migrations_of, release_of, schema_state
from shared.settings import Settings

log = logging.getLogger(__name__)

SCHEMA_SECONDS = 5
LOOK_EVERY_SECONDS = 0.5


def health(name: str, settings: Settings) -> APIRouter:
    """Return `/livez` and `/readyz` of a service."""
    router = APIRouter(include_in_schema=False)

    @router.get("/livez")
    async def livez(request: Request) -> Response:
        live = all(pull.beats() for pull in request.app.state.pulls)
        body = {"status": "live" if live else "a consumer stands still"}
        return JSONResponse(body, 200 if live else 503)

    @router.get("/readyz")
    async def readyz(request: Request) -> Response:
        state = request.app.state
        bus_up = state.broker is not None and bus.client_of(state.broker).is_connected
        database_up = await state.database.answers()
        ready = state.started and not state.draining
        if settings.role == "worker":
            ready = ready and database_up and bus_up
        body = {
            "service": name,
            "status": "ready" if ready else "not ready",
            "role": settings.role,
            "schema": "works" if state.started else "not seen working yet",
            "database": "up" if database_up else "away",
            "bus": "up" if bus_up else "away",
        }
        return JSONResponse(body, 200 if ready else 503)

    return router


async def until_schema_works(database: Database, service: str) -> None:
    """Wait until the database has a schema with which this release works."""
    release = release_of(migrations_of(service))
    told = ""
    while True:
        state = await _schema_state(database, release)
        if state == "works":
            return
        if state != told:
            told = state
            log.warning("the service waits for the schema of its database: %s", state)
        await asyncio.sleep(LOOK_EVERY_SECONDS)


async def _schema_state(database: Database, release: Release) -> str:
    try:
        connection = await database.connect()
        try:
            with deadline(connection, SCHEMA_SECONDS):
                return await schema_state(connection, release)
        finally:
            connection.terminate()
    except Exception as error:
        if not is_away(error):
            raise
        return "the database is away"
