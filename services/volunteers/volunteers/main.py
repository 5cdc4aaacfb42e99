"""Wires volunteers together; no logic."""

from fastapi import FastAPI
from shared.service import create_service

from volunteers.event_handlers import handlers
from volunteers.http_api import router
from volunteers.settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service, ready to be served; its settings are the environment's by default."""
    return create_service(
        name="volunteers",
        title="Volunteers",
        description="Locations, applications, basic training, admissions, and the shifts they fill",
        routers=[router],
        handlers=handlers,
        settings=settings or Settings(),
    )
