"""Wires reporting; no logic."""

from pathlib import Path

from fastapi import FastAPI
from shared.pages.language import N_
from shared.pages.site import Entry, make_site
from shared.service import create_service

from reporting.dashboard import pages as dashboard_pages
from reporting.dashboard.board import Watched
from reporting.days.readings import Readings
from reporting.event_handlers import handlers
from reporting.locations import http_api as locations
from reporting.month_report import http_api as month_reports
from reporting.month_report import pages as month_report_pages
from reporting.operations import http_api as operations
from reporting.operations import pages as operations_pages
from reporting.operations.read_estimates import EstimatesKept
from reporting.roles import ROLES
from reporting.settings import Settings

SITE = make_site(
    "reporting", Path(__file__).parent,
    Entry("/reporting/months", N_("Month reports")),
    Entry("/reporting/dashboard", N_("Dashboard")),
    Entry("/reporting/operations", N_("Operations")),
)  # fmt: skip


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service; its settings come from the environment by default."""
    app = create_service(
        name="reporting",
        title="Reporting",
        description="What happened at the helpline, by month and by location, and what it cost",
        routers=[
            month_reports.router,
            locations.router,
            month_report_pages.router,
            dashboard_pages.router,
            operations.router,
            operations_pages.router,
        ],
        handlers=handlers,
        settings=settings or Settings(),
        roles=ROLES,
        site=SITE,
    )
    readings = Readings()
    durables = [(stream, handlers.durable(stream)) for stream in handlers.streams()]
    app.state.readings, app.state.watched = readings, Watched(readings, durables)
    app.state.estimates = EstimatesKept()
    return app
