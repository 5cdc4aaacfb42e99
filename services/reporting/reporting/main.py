"""Wires reporting; no logic."""

from pathlib import Path

from fastapi import FastAPI
from shared.pages.language import N_
from shared.pages.site import Entry, make_site
from shared.service import create_service

from reporting.event_handlers import handlers
from reporting.locations import http_api as locations
from reporting.month_report import http_api as month_reports
from reporting.month_report import pages as month_report_pages
from reporting.roles import ROLES
from reporting.settings import Settings

SITE = make_site(
    "reporting", Path(__file__).parent, Entry("/reporting/months", N_("Month reports"))
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service; its settings come from the environment by default."""
    return create_service(
        name="reporting",
        title="Reporting",
        description="What happened at the helpline, by month and by location, and what it cost",
        routers=[
            month_reports.router,
            locations.router,
            month_report_pages.router,
        ],
        handlers=handlers,
        settings=settings or Settings(),
        roles=ROLES,
        site=SITE,
    )
