"""Wires volunteers together; no logic."""

from pathlib import Path

from fastapi import FastAPI
from prometheus_client import Gauge
from shared.gauges import counting
from shared.pages.language import N_
from shared.pages.site import Entry, Section, make_site
from shared.periodic import periodically
from shared.service import WithoutBus, create_service

from volunteers.admission import http_api as admission
from volunteers.aftercare import http_api as aftercare
from volunteers.aftercare import pages as aftercare_pages
from volunteers.aftercare.ask_mentors import look_for_mentors
from volunteers.aftercare.forget_after_care import forget_after_care
from volunteers.availability import http_api as availability
from volunteers.availability.forget_absences import forget_absences, forget_availability
from volunteers.board import pages as board_pages
from volunteers.calendars import http_api as calendars
from volunteers.courses import http_api as courses
from volunteers.courses import pages as course_pages
from volunteers.demand import http_api as demand
from volunteers.demand import pages as demand_pages
from volunteers.demand.curve import load_curve
from volunteers.evaluations import http_api as evaluations
from volunteers.evaluations import pages as evaluation_pages
from volunteers.evaluations.forget_reflections import forget_reflections
from volunteers.evaluations.watch_due import watch_due
from volunteers.event_handlers import handlers
from volunteers.fixed_shifts import http_api as fixed_shifts
from volunteers.fixed_shifts.fill_fixed import fill_fixed
from volunteers.half_days import http_api as half_days
from volunteers.half_days import pages as half_day_pages
from volunteers.half_days.watch_shortfall import watch_shortfall
from volunteers.imports import http_api as imports
from volunteers.imports import pages as imports_pages
from volunteers.locations import http_api as locations
from volunteers.mandates import http_api as mandates
from volunteers.mandates import pages as mandate_pages
from volunteers.mandates.bind import Known, binding
from volunteers.matching import http_api as matching_api
from volunteers.matching.matching import Matching
from volunteers.mine import app_pages as own_app_pages
from volunteers.mine import data_pages as own_data_pages
from volunteers.mine import leaving_pages as own_leaving_pages
from volunteers.mine import pages as own_pages
from volunteers.mine import swap_pages as own_swap_pages
from volunteers.mine import when_pages as own_when_pages
from volunteers.mine.about import about
from volunteers.notices import http_api as notices
from volunteers.notices.forget_notices import forget_notices
from volunteers.notices.send_notices import sending
from volunteers.notices.set_ways import ways_of
from volunteers.offers import http_api as offers
from volunteers.offers.settle_offers import settle_offers
from volunteers.organisation import pages as organisation_pages
from volunteers.organisation.carry_out_changes import carry_out_changes
from volunteers.people.keys import keys_of
from volunteers.personal_data import http_api as personal_data
from volunteers.personal_data.forget_people import forget_people
from volunteers.personnel import data_pages as person_data_pages
from volunteers.personnel import pages as person_pages
from volunteers.presence import http_api as presence
from volunteers.presence import pages as presence_pages
from volunteers.presence.forget_presence import forget_presence
from volunteers.quality import http_api as quality
from volunteers.quality import pages as quality_pages
from volunteers.risks import http_api as risks
from volunteers.risks import pages as risk_pages
from volunteers.risks.ask_for_holes import asking_for_holes
from volunteers.risks.count_answers import count_answers
from volunteers.risks.tell_risks import tell_risks
from volunteers.roles import ROLES
from volunteers.rosters import http_api as rosters
from volunteers.rosters import pages as roster_pages
from volunteers.rosters.forget_proposals import forget_proposals
from volunteers.rosters.make_proposals import make_proposals
from volunteers.settings import Settings
from volunteers.shifts import http_api as shifts
from volunteers.shifts import pages as shift_pages
from volunteers.shifts.forget_waiting import forget_standby, forget_waiting
from volunteers.shifts.let_stay_on import let_stay_on
from volunteers.shifts.queries import count_on_duty
from volunteers.shifts.remind_of_shifts import remind_of_shifts
from volunteers.standing import http_api as standing
from volunteers.standing.end_pauses import end_pauses
from volunteers.supervisors import http_api as supervisors
from volunteers.supervisors import pages as supervisor_pages
from volunteers.surges import http_api as surges
from volunteers.surges.ask_for_surges import asking_for_surges
from volunteers.swaps import http_api as swaps
from volunteers.swaps.lapse_swaps import lapse_swaps
from volunteers.totals import http_api as totals
from volunteers.training import http_api as training
from volunteers.training import pages as cohort_pages

# The order is that of the documentation of the API.
ROUTERS = [
    locations.router,
    mandates.router,
    admission.router,
    training.router,
    supervisors.router,
    evaluations.router,
    half_days.router,
    aftercare.router,
    courses.router,
    availability.router,
    shifts.router,
    swaps.router,
    fixed_shifts.router,
    offers.router,
    demand.router,
    risks.router,
    surges.router,
    presence.router,
    presence_pages.router,
    matching_api.router,
    calendars.router,
    calendars.opened,
    notices.router,
    quality.router,
    imports.router,
    imports_pages.router,
    imports_pages.uploads,
    organisation_pages.router,
    standing.router,
    rosters.router,
    roster_pages.router,
    personal_data.router,
    totals.router,
    own_pages.router,
    own_swap_pages.router,
    own_when_pages.router,
    own_data_pages.router,
    own_leaving_pages.router,
    own_app_pages.router,
    shift_pages.router,
    board_pages.router,
    risk_pages.router,
    demand_pages.router,
    person_pages.router,
    person_data_pages.router,
    supervisor_pages.router,
    mandate_pages.router,
    cohort_pages.router,
    evaluation_pages.router,
    half_day_pages.router,
    aftercare_pages.router,
    course_pages.router,
    quality_pages.router,
]
RETENTION = [
    forget_after_care,
    forget_reflections,
    forget_notices,
    forget_presence,
    forget_waiting,
    forget_standby,
    forget_absences,
    forget_availability,
    forget_people,
    forget_proposals,
]
ON_DUTY = Gauge("listeners_on_duty", "Places taken in shifts that cover this moment")

SITE = make_site(
    "volunteers",
    Path(__file__).parent,
    Section(
        N_("My pages"),
        (
            Entry("/volunteers/me", N_("Today")),
            Entry("/volunteers/me/shifts", N_("My shifts")),
            Entry("/volunteers/me/open", N_("Open shifts")),
            Entry("/volunteers/me/swaps", N_("Swaps")),
            Entry("/volunteers/me/when", N_("When I can")),
            Entry("/volunteers/me/training", N_("Training")),
            Entry("/volunteers/me/data", N_("My data")),
        ),
    ),
    Section(
        N_("Roster"),
        (
            Entry("/volunteers/shifts", N_("Shifts")),
            Entry("/volunteers/board", N_("Board")),
            Entry("/volunteers/at-risk", N_("At risk")),
            Entry("/volunteers/presence", N_("At the desk")),
            Entry("/volunteers/demand", N_("Demand")),
            Entry("/volunteers/proposals", N_("Proposals")),
        ),
    ),
    Section(
        N_("People"),
        (
            Entry("/volunteers/people", N_("People")),
            Entry("/volunteers/cohorts", N_("Cohorts")),
            Entry("/volunteers/supervisors", N_("Supervisors")),
            Entry("/volunteers/mandates", N_("Mandates")),
        ),
    ),
    Section(
        N_("Guidance"),
        (
            Entry("/volunteers/evaluations", N_("Interviews")),
            Entry("/volunteers/half-days", N_("Half-days")),
            Entry("/volunteers/after-care", N_("After-care")),
        ),
    ),
    Section(
        N_("Quality and organisation"),
        (
            Entry("/volunteers/quality", N_("Quality")),
            Entry("/volunteers/courses", N_("Courses")),
            Entry("/volunteers/organisation", N_("Organisation")),
            Entry("/volunteers/imports", N_("Import")),
        ),
    ),
)
LARGER_BODIES = {
    imports.VOLUNTEERS_PATH: imports.MOST_BYTES,
    imports.SHIFTS_PATH: imports.MOST_BYTES,
    imports_pages.IMPORTS_PATH: imports_pages.MOST_FILE_BYTES,
}


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service, ready to be served; its settings are the environment's by default."""
    settings, bound = settings or Settings(), Known()
    matching = Matching()
    app = create_service(
        name="volunteers",
        title="Volunteers",
        description="The way of volunteers from applicant to listener, and the shifts they fill",
        routers=ROUTERS,
        handlers=handlers,
        settings=settings,
        roles=ROLES,
        site=SITE,
        open_paths=frozenset({calendars.FEED_PATH}),
        larger_bodies=LARGER_BODIES,
        background=[counting(ON_DUTY, count_on_duty)],
        without_bus=[periodically(matching.keep_up, seconds=0.5), *_work(settings, matching)],
        retention=RETENTION,
        bind=binding(bound),
    )
    app.state.arrival_curve = load_curve(settings.arrival_curve)
    app.state.matching = matching
    app.state.keys, app.state.bound = keys_of(settings), bound
    return app


def _work(settings: Settings, matching: Matching) -> list[WithoutBus]:
    """Return the tasks by the clock: work, which no API does."""
    if settings.role == "api":
        return []
    return [
        periodically(end_pauses, seconds=600),
        periodically(settle_offers, seconds=10),
        periodically(fill_fixed, seconds=10),
        periodically(let_stay_on, seconds=30),
        periodically(lapse_swaps, seconds=60),
        periodically(remind_of_shifts, seconds=60),
        sending(ways_of(settings, about, SITE.words)),
        periodically(tell_risks, seconds=60),
        periodically(asking_for_holes(matching), seconds=60),
        periodically(count_answers, seconds=60),
        periodically(asking_for_surges(matching), seconds=10),
        periodically(make_proposals, seconds=2),
        periodically(watch_due, seconds=3600),
        periodically(watch_shortfall, seconds=3600),
        periodically(look_for_mentors, seconds=600),
        periodically(carry_out_changes, seconds=60),
    ]
