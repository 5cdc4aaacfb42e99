"""Wires volunteers together; no logic."""

from pathlib import Path

from fastapi import FastAPI
from prometheus_client import Gauge
from shared.gauges import counting
from shared.pages.language import N_
from shared.pages.site import Entry, make_site
from shared.service import create_service

from volunteers.admission import http_api as admission
from volunteers.aftercare.forget_after_care import forget_after_care
from volunteers.courses import http_api as courses
from volunteers.event_handlers import handlers
from volunteers.imports import http_api as imports
from volunteers.imports import pages as imports_pages
from volunteers.locations import http_api as locations
from volunteers.mandates import http_api as mandates
from volunteers.mandates.bind import Known, binding
from volunteers.notices.forget_notices import forget_notices
from volunteers.organisation import pages as organisation_pages
from volunteers.people.keys import keys_of
from volunteers.personal_data import http_api as personal_data
from volunteers.personal_data.forget_people import forget_people
from volunteers.personnel import pages as person_pages
from volunteers.presence.forget_presence import forget_presence
from volunteers.roles import ROLES
from volunteers.settings import Settings
from volunteers.shifts import http_api as shifts
from volunteers.shifts import pages as shift_pages
from volunteers.shifts.forget_waiting import forget_standby, forget_waiting
from volunteers.shifts.queries import count_on_duty
from volunteers.standing import http_api as standing
from volunteers.totals import http_api as totals
from volunteers.training import http_api as training
from volunteers.training import pages as cohort_pages

# The order is that of the documentation of the API.
ROUTERS = [
    locations.router,
    mandates.router,
    admission.router,
    training.router,
    courses.router,
    shifts.router,
    shift_pages.router,
    imports.router,
    imports_pages.router,
    imports_pages.uploads,
    organisation_pages.router,
    standing.router,
    personal_data.router,
    person_pages.router,
    cohort_pages.router,
    totals.router,
]
RETENTION = [
    forget_after_care, forget_notices, forget_presence, forget_waiting, forget_standby,
    forget_people,
]  # fmt: skip
ON_DUTY = Gauge("listeners_on_duty", "Places taken in shifts that cover this moment")

SITE = make_site(
    "volunteers", Path(__file__).parent,
    Entry("/volunteers/shifts", N_("Shifts")),
    Entry("/volunteers/people", N_("People")),
    Entry("/volunteers/cohorts", N_("Cohorts")),
    Entry("/volunteers/organisation", N_("Organisation")),
    Entry("/volunteers/imports", N_("Import")),
)  # fmt: skip
LARGER_BODIES = {
    imports.VOLUNTEERS_PATH: imports.MOST_BYTES,
    imports.SHIFTS_PATH: imports.MOST_BYTES,
    imports_pages.IMPORTS_PATH: imports_pages.MOST_FILE_BYTES,
}


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service, ready to be served; its settings are the environment's by default."""
    settings, bound = settings or Settings(), Known()
    app = create_service(
        name="volunteers",
        title="Volunteers",
        description="The way of volunteers from applicant to listener, and the shifts they fill",
        routers=ROUTERS,
        handlers=handlers,
        settings=settings,
        roles=ROLES,
        site=SITE,
        larger_bodies=LARGER_BODIES,
        background=[counting(ON_DUTY, count_on_duty)],
        retention=RETENTION,
        bind=binding(bound),
    )
    app.state.keys, app.state.bound = keys_of(settings), bound
    return app
