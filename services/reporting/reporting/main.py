"""Wires reporting; no logic."""

from pathlib import Path

from fastapi import FastAPI
from prometheus_client import Gauge
from shared.gauges import counting
from shared.pages.language import N_
from shared.pages.site import Entry, make_site
from shared.periodic import periodically
from shared.service import WithoutBus, create_service

from reporting.accountability import http_api as accountability
from reporting.accountability import pages as accountability_pages
from reporting.annual_report import pages as annual_report_pages
from reporting.books.close_due import close_due
from reporting.books.correct_due import correct_due
from reporting.books.count_overdue import count_overdue
from reporting.dashboard import pages as dashboard_pages
from reporting.dashboard.board import Watched
from reporting.days.readings import Readings
from reporting.event_handlers import handlers
from reporting.forecasts import http_api as forecasts
from reporting.forecasts import pages as forecast_pages
from reporting.forecasts.forget_forecasts import forget_forecasts
from reporting.forecasts.make_forecast import forecasting
from reporting.forecasts.measure_weeks import measure_weeks
from reporting.locations import http_api as locations
from reporting.municipalities import http_api as municipalities
from reporting.municipalities import pages as municipality_pages
from reporting.open_data import http_api as open_data
from reporting.open_data import pages as open_data_page
from reporting.open_data.editions import Editions
from reporting.operations import http_api as operations
from reporting.operations import pages as operations_pages
from reporting.operations.read_estimates import EstimatesKept
from reporting.reports import http_api as reports
from reporting.reports import pages as report_pages
from reporting.roles import ROLES
from reporting.settings import Settings

HOUR = 3600
OVERDUE = Gauge("periods_overdue", "Periods that are due for two days and not closed")

SITE = make_site(
    "reporting", Path(__file__).parent,
    Entry("/reporting/reports", N_("Reports")),
    Entry("/reporting/dashboard", N_("Dashboard")),
    Entry("/reporting/operations", N_("Operations")),
    Entry("/reporting/forecasts", N_("Forecast")),
    Entry("/reporting/annual-reports", N_("Annual reports")),
    Entry("/reporting/accountability", N_("Accountability")),
)  # fmt: skip

ROUTERS = [
    reports.router,
    forecasts.router,
    locations.router,
    accountability.router,
    municipalities.router,
    operations.router,
    report_pages.router,
    municipality_pages.router,
    dashboard_pages.router,
    operations_pages.router,
    forecast_pages.router,
    annual_report_pages.router,
    accountability_pages.router,
    open_data.router,
    open_data_page.router,
]


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service; its settings come from the environment by default."""
    settings = settings or Settings()
    editions = Editions()
    app = create_service(
        name="reporting",
        title="Reporting",
        description="What happened at the helpline, by period and by place, and what it cost",
        routers=ROUTERS,
        handlers=handlers,
        settings=settings,
        roles=ROLES,
        site=SITE,
        open_paths=open_data.OPEN_PATHS,
        background=[counting(OVERDUE, count_overdue)],
        without_bus=[*_work(settings), *_open_data(settings, editions)],
        retention=[forget_forecasts],
    )
    app.state.editions = editions
    readings = Readings()
    durables = [(stream, handlers.durable(stream)) for stream in handlers.streams()]
    app.state.readings, app.state.watched = readings, Watched(readings, durables)
    app.state.estimates = EstimatesKept()
    return app


def _open_data(settings: Settings, editions: Editions) -> list[WithoutBus]:
    """Return the task that makes the open data where they are asked for, before anybody waits."""
    return [] if settings.role == "worker" else [periodically(editions.keep_ready, seconds=60)]


def _work(settings: Settings) -> list[WithoutBus]:
    """Return the tasks by the clock: work, which no API does."""
    if settings.role == "api":
        return []
    return [
        periodically(close_due, seconds=HOUR),
        periodically(correct_due, seconds=24 * HOUR),
        periodically(forecasting(settings.rounding_key()), seconds=600),
        periodically(measure_weeks, seconds=HOUR),
    ]
