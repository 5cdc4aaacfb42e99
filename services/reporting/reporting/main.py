"""Wires reporting together; no logic."""

from pathlib import Path

from fastapi import FastAPI
from shared.pages.language import N_
from shared.pages.site import Entry, make_site
from shared.service import create_service

from reporting import http_api, http_pages
from reporting.event_handlers import handlers
from reporting.roles import ROLES
from reporting.settings import Settings

SITE = make_site(
    "reporting", Path(__file__).parent, Entry("/reporting/months", N_("Month reports"))
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service, ready to be served; its settings are the environment's."""
    return create_service(
        name="reporting",
        title="Reporting",
        description="What happened at the helpline, by month and by location, and what it cost",
        routers=[http_api.router, http_pages.router],
        handlers=handlers,
        settings=settings or Settings(),
        roles=ROLES,
        site=SITE,
    )
