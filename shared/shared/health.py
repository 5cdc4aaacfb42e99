"""Health for those who run the service: started, ready, live, and what is away.

An API is ready while it can answer, be it with 503: it goes on accepting while the bus is away.
A worker is ready when it can work: it needs both. Live never looks at the bus or the database.
"""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from shared import bus
from shared.database import Database
from shared.migrations import migrations_of, newest_version
from shared.settings import Settings


def health(name: str, settings: Settings) -> APIRouter:
    """Return `/livez` and `/readyz` of a service."""
    router = APIRouter(include_in_schema=False)
    newest = newest_version(migrations_of(name))

    @router.get("/livez")
    async def livez(request: Request) -> Response:
        broker = request.app.state.broker
        live = broker is None or bus.heart_beats(broker)
        body = {"status": "live" if live else "a consumer stands still"}
        return JSONResponse(body, 200 if live else 503)

    @router.get("/readyz")
    async def readyz(request: Request) -> Response:
        state = request.app.state
        bus_up = state.broker is not None and bus.client_of(state.broker).is_connected
        database_up = await state.database.answers()
        if database_up and not state.started:
            state.started = await schema_version(state.database) == newest
        ready = state.started and not state.draining
        if settings.role == "worker":
            ready = ready and database_up and bus_up
        body = {
            "service": name,
            "status": "ready" if ready else "not ready",
            "role": settings.role,
            "schema": "current" if state.started else "not seen current yet",
            "database": "up" if database_up else "away",
            "bus": "up" if bus_up else "away",
        }
        return JSONResponse(body, 200 if ready else 503)

    return router


async def schema_version(database: Database) -> str | None:
    """Return the version to which the database was migrated; None when it never was."""
    async with database.hot_commit() as connection:
        if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
            return None
        version: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
        return version
