"""Wires reporting together; no logic."""

from fastapi import FastAPI
from shared.service import create_service

from reporting import http_api, http_pages, sign_in
from reporting.event_handlers import handlers
from reporting.roles import ROLES
from reporting.settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service, ready to be served; its settings are the environment's."""
    return create_service(
        name="reporting",
        title="Reporting",
        description="What happened at the helpline, by month and by location, and what it cost",
        routers=[http_api.router, http_pages.router, sign_in.router],
        handlers=handlers,
        settings=settings or Settings(),
        roles=ROLES,
        open_paths=sign_in.OPEN_PATHS,
    )
