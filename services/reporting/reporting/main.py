"""Wires reporting; no logic."""

from pathlib import Path

from fastapi import FastAPI
from shared.pages.language import N_
from shared.pages.site import Entry, make_site
from shared.periodic import periodically
from shared.service import WithoutBus, create_service

from reporting.event_handlers import handlers
from reporting.forecasts import http_api as forecasts
from reporting.forecasts import pages as forecast_pages
from reporting.forecasts.forget_forecasts import forget_forecasts
from reporting.forecasts.make_forecast import forecasting
from reporting.forecasts.measure_weeks import measure_weeks
from reporting.locations import http_api as locations
from reporting.month_report import http_api as month_reports
from reporting.month_report import pages as month_report_pages
from reporting.roles import ROLES
from reporting.settings import Settings

SITE = make_site(
    "reporting",
    Path(__file__).parent,
    Entry("/reporting/months", N_("Month reports")),
    Entry("/reporting/forecasts", N_("Forecast")),
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service; its settings come from the environment by default."""
    settings = settings or Settings()
    return create_service(
        name="reporting",
        title="Reporting",
        description="What happened at the helpline, by month and by location, and what it cost",
        routers=[
            month_reports.router,
            forecasts.router,
            locations.router,
            month_report_pages.router,
            forecast_pages.router,
        ],
        handlers=handlers,
        settings=settings,
        roles=ROLES,
        site=SITE,
        without_bus=_work(settings),
        retention=[forget_forecasts],
    )


def _work(settings: Settings) -> list[WithoutBus]:
    """Return the tasks by the clock: work, which no API does."""
    if settings.role == "api":
        return []
    return [
        periodically(forecasting(settings.rounding_key()), seconds=600),
        periodically(measure_weeks, seconds=3600),
    ]
