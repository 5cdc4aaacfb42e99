"""Wires volunteers together; no logic."""

from pathlib import Path

from fastapi import FastAPI
from prometheus_client import Gauge
from shared.gauges import counting
from shared.pages.site import make_site
from shared.service import create_service

from volunteers.event_handlers import handlers
from volunteers.http_api import router
from volunteers.queries import count_on_duty
from volunteers.roles import ROLES
from volunteers.settings import Settings

ON_DUTY = Gauge("listeners_on_duty", "Places taken in shifts that cover this moment")

SITE = make_site("volunteers", Path(__file__).parent)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service, ready to be served; its settings are the environment's by default."""
    return create_service(
        name="volunteers",
        title="Volunteers",
        description="Locations, applications, basic training, admissions, and the shifts they fill",
        routers=[router],
        handlers=handlers,
        settings=settings or Settings(),
        roles=ROLES,
        site=SITE,
        background=[counting(ON_DUTY, count_on_duty)],
    )
