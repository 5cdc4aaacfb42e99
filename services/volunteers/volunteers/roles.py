"""Who may do what in volunteers, and with whose records: one row for each endpoint.

A volunteer's record belongs to that person and to the location from which they work. A shift
belongs to its location. A new location belongs to nobody yet: only those who act for the nation
open one.
"""

from contextlib import suppress

from shared.reach import NothingWithinReach, Reach, reach_of
from shared.roles import ALL, OWN, OWN_LOCATIONS, RoleTable, may
from shared.tokens import Caller

# A listener sees when and where shifts are, not who is in them.
ROLES: RoleTable = {
    "POST /v1/locations": may(coordinator=OWN_LOCATIONS),
    "GET /v1/locations": may(listener=ALL, coordinator=ALL, trainer=ALL),
    "GET /v1/locations/{location_id}": may(listener=ALL, coordinator=ALL, trainer=ALL),
    "GET /v1/mandates": may(coordinator=OWN_LOCATIONS),
    "POST /v1/mandates": may(coordinator=OWN_LOCATIONS),
    "DELETE /v1/mandates/{mandate_id}": may(coordinator=OWN_LOCATIONS),
    "POST /v1/volunteers": may(coordinator=OWN_LOCATIONS),
    "GET /v1/volunteers": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "GET /v1/volunteers/{volunteer_id}": may(
        listener=OWN, coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    "GET /v1/volunteers/{volunteer_id}/steps": may(
        listener=OWN, coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    "POST /v1/volunteers/{volunteer_id}/selection-interviews": may(
        coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    "POST /v1/volunteers/{volunteer_id}/mentor-sign-off": may(trainer=OWN_LOCATIONS),
    "PUT /v1/volunteers/{volunteer_id}/mentor": may(
        coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    "POST /v1/volunteers/{volunteer_id}/pause": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "POST /v1/volunteers/{volunteer_id}/resumption": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "POST /v1/volunteers/{volunteer_id}/suspension": may(coordinator=OWN_LOCATIONS),
    "POST /v1/volunteers/{volunteer_id}/reinstatement": may(coordinator=OWN_LOCATIONS),
    "POST /v1/volunteers/{volunteer_id}/departure": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "GET /v1/cohorts": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "POST /v1/cohorts": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "POST /v1/cohorts/{cohort_id}/volunteers": may(
        coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    "POST /v1/trainings": may(trainer=OWN_LOCATIONS),
    "GET /v1/trainings": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "GET /v1/trainings/{training_id}": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "POST /v1/shifts": may(coordinator=OWN_LOCATIONS),
    "GET /v1/shifts": may(listener=ALL, coordinator=ALL, trainer=ALL),
    "GET /v1/shifts/{shift_id}": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    # A listener signs up and gives back for oneself, by the rules of shifts/rules/.
    "POST /v1/shifts/{shift_id}/places": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "DELETE /v1/shifts/{shift_id}/places/{volunteer_id}": may(
        listener=OWN, coordinator=OWN_LOCATIONS
    ),
    "POST /v1/shifts/{shift_id}/waiting": may(listener=OWN),
    "DELETE /v1/shifts/{shift_id}/waiting": may(listener=OWN),
    "POST /v1/shifts/{shift_id}/standby": may(listener=OWN),
    "DELETE /v1/shifts/{shift_id}/standby": may(listener=OWN),
    "POST /v1/shifts/{shift_id}/cancellation": may(coordinator=OWN_LOCATIONS),
    "POST /v1/supervisors": may(coordinator=OWN_LOCATIONS),
    "GET /v1/supervisors": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "PUT /v1/supervisors/{supervisor_id}": may(coordinator=OWN_LOCATIONS),
    "POST /v1/supervisors/{supervisor_id}/certificates": may(coordinator=OWN_LOCATIONS),
    "GET /v1/evaluations": may(listener=OWN, coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "POST /v1/evaluations": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    # What is written is for two persons, the volunteer and the supervisor: no role opens more.
    "GET /v1/evaluations/{evaluation_id}/reflection": may(listener=OWN, trainer=OWN),
    "PUT /v1/evaluations/{evaluation_id}/reflection": may(listener=OWN),
    "POST /v1/evaluations/{evaluation_id}/holding": may(listener=OWN, trainer=OWN),
    "POST /v1/half-day-sessions": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "GET /v1/half-day-sessions": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "POST /v1/half-day-sessions/{session_id}/attendance": may(
        coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    "GET /v1/volunteers/{volunteer_id}/half-days": may(
        listener=OWN, coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    # A listener's own here are the calls that are theirs to make, as a mentor.
    "GET /v1/after-care": may(listener=OWN, coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "POST /v1/after-care/{contact_id}/call": may(
        listener=OWN, coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    # A course to a third party is no location's.
    "POST /v1/course-deliveries": may(coordinator=ALL, trainer=ALL),
    # Names are for the person and for the coordinators of their location.
    "GET /v1/people/{person_id}": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "PUT /v1/people/{person_id}": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "GET /v1/volunteers/{volunteer_id}/personal-data": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "DELETE /v1/volunteers/{volunteer_id}/personal-data": may(
        listener=OWN, coordinator=OWN_LOCATIONS
    ),
    "GET /v1/totals": may(coordinator=ALL, analyst=ALL, operator=ALL),
    # The page shows who is in a shift to those who may ask for it by GET /v1/shifts/{shift_id}.
    "GET /volunteers/shifts": may(listener=ALL, coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "POST /volunteers/shifts": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/shifts/{shift_id}/cancellation": may(coordinator=OWN_LOCATIONS),
    "POST /volunteers/shifts/{shift_id}/cancellation": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/evaluations": may(
        listener=OWN, coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    "POST /volunteers/evaluations": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "GET /volunteers/evaluations/{evaluation_id}": may(listener=OWN, trainer=OWN),
    "POST /volunteers/evaluations/{evaluation_id}/reflection": may(listener=OWN),
    "POST /volunteers/evaluations/{evaluation_id}/holding": may(listener=OWN, trainer=OWN),
    "GET /volunteers/half-days": may(
        listener=OWN, coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    "POST /volunteers/half-days": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "GET /volunteers/half-days/{session_id}": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "POST /volunteers/half-days/{session_id}": may(
        coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    "GET /volunteers/after-care": may(
        listener=OWN, coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    "POST /volunteers/after-care/{contact_id}": may(
        listener=OWN, coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    "GET /volunteers/courses": may(coordinator=ALL, trainer=ALL),
    "POST /volunteers/courses": may(coordinator=ALL, trainer=ALL),
    # A quality file is the nation's, and names nobody.
    "GET /v1/quality-files/{year}": may(coordinator=ALL, trainer=ALL, analyst=ALL, operator=ALL),
    "GET /v1/quality-files/{year}/pdf": may(
        coordinator=ALL, trainer=ALL, analyst=ALL, operator=ALL
    ),
    "GET /volunteers/quality": may(coordinator=ALL, trainer=ALL),
    "GET /volunteers/quality/{year}": may(coordinator=ALL, trainer=ALL),
    "GET /volunteers/quality/{year}.pdf": may(coordinator=ALL, trainer=ALL),
    # A trainer sees first names; names and addresses are for coordinators.
    "GET /volunteers/people": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/people/{person_id}": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "POST /volunteers/people/{person_id}/contact": may(coordinator=OWN_LOCATIONS),
    "POST /volunteers/people/{person_id}/interview": may(
        coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    "POST /volunteers/people/{person_id}/sign-off": may(trainer=OWN_LOCATIONS),
    "POST /volunteers/people/{person_id}/step": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/cohorts": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "POST /volunteers/cohorts": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "POST /volunteers/cohorts/{cohort_id}/volunteers": may(
        coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    "POST /volunteers/cohorts/{cohort_id}/attendance": may(trainer=OWN_LOCATIONS),
}


def reach_by(caller: Caller, operation: str) -> Reach:
    """Return whose records a caller reaches by an operation; nobody's where they may not do it.

    A page that offers other operations shows only what would not be refused there.
    """
    row = ROLES[operation]
    with suppress(NothingWithinReach):
        if not caller.roles.isdisjoint(row):
            return reach_of(row, caller)
    return Reach()
