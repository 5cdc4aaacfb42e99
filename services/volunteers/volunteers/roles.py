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
    "POST /v1/institutions": may(coordinator=OWN_LOCATIONS),
    "GET /v1/institutions": may(coordinator=ALL, trainer=ALL),
    "POST /v1/institutions/{institution_id}/merger": may(coordinator=OWN_LOCATIONS),
    "POST /v1/location-changes": may(coordinator=OWN_LOCATIONS),
    "GET /v1/location-changes": may(coordinator=ALL, trainer=ALL),
    "DELETE /v1/location-changes/{change_id}": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/organisation": may(coordinator=ALL, trainer=ALL),
    "POST /volunteers/organisation": may(coordinator=OWN_LOCATIONS),
    "POST /volunteers/organisation/changes/{change_id}/withdrawal": may(coordinator=OWN_LOCATIONS),
    "POST /v1/imports/volunteers": may(coordinator=OWN_LOCATIONS),
    "POST /v1/imports/shifts": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/imports": may(coordinator=OWN_LOCATIONS),
    "POST /volunteers/imports": may(coordinator=OWN_LOCATIONS),
    "GET /v1/mandates": may(coordinator=OWN_LOCATIONS),
    "POST /v1/mandates": may(coordinator=OWN_LOCATIONS),
    "DELETE /v1/mandates/{mandate_id}": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/mandates": may(coordinator=OWN_LOCATIONS),
    "POST /volunteers/mandates": may(coordinator=OWN_LOCATIONS),
    "POST /volunteers/mandates/{mandate_id}/end": may(coordinator=OWN_LOCATIONS),
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
    "POST /v1/volunteers/{volunteer_id}/calendar": may(listener=OWN),
    "DELETE /v1/volunteers/{volunteer_id}/calendar": may(listener=OWN),
    "POST /v1/locations/{location_id}/calendar": may(coordinator=OWN_LOCATIONS),
    "DELETE /v1/locations/{location_id}/calendar": may(coordinator=OWN_LOCATIONS),
    # A volunteer's own pages. The manifest and the worker are nobody's record.
    "GET /volunteers/me": may(listener=OWN),
    "POST /volunteers/me/offers/{offer_id}/acceptance": may(listener=OWN),
    "POST /volunteers/me/offers/{offer_id}/refusal": may(listener=OWN),
    "GET /volunteers/me/shifts": may(listener=OWN),
    "POST /volunteers/me/shifts/{shift_id}/release": may(listener=OWN),
    "GET /volunteers/me/open": may(listener=OWN),
    "POST /volunteers/me/open/{shift_id}": may(listener=OWN),
    "POST /volunteers/me/open/{shift_id}/waiting": may(listener=OWN),
    "POST /volunteers/me/open/{shift_id}/waiting-no-more": may(listener=OWN),
    "POST /volunteers/me/open/{shift_id}/standby": may(listener=OWN),
    "POST /volunteers/me/open/{shift_id}/standby-no-more": may(listener=OWN),
    "GET /volunteers/me/swaps": may(listener=OWN),
    "POST /volunteers/me/swaps": may(listener=OWN),
    "POST /volunteers/me/swaps/{swap_id}/agreement": may(listener=OWN),
    "POST /volunteers/me/swaps/{swap_id}/refusal": may(listener=OWN),
    "POST /volunteers/me/swaps/{swap_id}/withdrawal": may(listener=OWN),
    "GET /volunteers/me/training": may(listener=OWN),
    "GET /volunteers/me/when": may(listener=OWN),
    "POST /volunteers/me/when": may(listener=OWN),
    "POST /volunteers/me/when/absences": may(listener=OWN),
    "POST /volunteers/me/when/absences/{absence_id}/end": may(listener=OWN),
    "POST /volunteers/me/when/fixed": may(listener=OWN),
    "POST /volunteers/me/when/fixed/{fixed_id}/end": may(listener=OWN),
    "POST /volunteers/me/when/pause": may(listener=OWN),
    "POST /volunteers/me/when/resumption": may(listener=OWN),
    "GET /volunteers/me/data": may(listener=OWN),
    "POST /volunteers/me/data": may(listener=OWN),
    "POST /volunteers/me/data/calendar": may(listener=OWN),
    "POST /volunteers/me/data/calendar-end": may(listener=OWN),
    "POST /volunteers/me/data/push": may(listener=OWN),
    "POST /volunteers/me/data/push-end": may(listener=OWN),
    "GET /volunteers/me/data/everything.json": may(listener=OWN),
    "GET /volunteers/me/leaving": may(listener=OWN),
    "POST /volunteers/me/leaving": may(listener=OWN),
    "POST /volunteers/me/leaving/erasure": may(listener=OWN),
    "GET /volunteers/me/shifts/kept": may(listener=OWN),
    "GET /volunteers/me/manifest.webmanifest": may(listener=ALL),
    "GET /volunteers/me/worker.js": may(listener=ALL),
    "GET /v1/push-subscriptions": may(listener=OWN),
    "POST /v1/push-subscriptions": may(listener=OWN),
    "DELETE /v1/push-subscriptions": may(listener=OWN),
    "POST /v1/roster-proposals": may(coordinator=OWN_LOCATIONS),
    "GET /v1/roster-proposals": may(coordinator=OWN_LOCATIONS),
    "GET /v1/roster-proposals/{proposal_id}": may(coordinator=OWN_LOCATIONS),
    "POST /v1/roster-proposals/{proposal_id}/stop": may(coordinator=OWN_LOCATIONS),
    "POST /v1/roster-proposals/{proposal_id}/acceptance": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/proposals": may(coordinator=OWN_LOCATIONS),
    "POST /volunteers/proposals": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/proposals/{proposal_id}": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/proposals/{proposal_id}/live": may(coordinator=OWN_LOCATIONS),
    "POST /volunteers/proposals/{proposal_id}/stop": may(coordinator=OWN_LOCATIONS),
    "POST /volunteers/proposals/{proposal_id}/acceptance": may(coordinator=OWN_LOCATIONS),
    "GET /v1/offers": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "POST /v1/offers/{offer_id}/acceptance": may(listener=OWN),
    "POST /v1/offers/{offer_id}/refusal": may(listener=OWN),
    "POST /v1/shifts/{shift_id}/asking": may(coordinator=OWN_LOCATIONS),
    # What the nation takes and has: counts, no person.
    "GET /v1/demand": may(coordinator=ALL, analyst=ALL, operator=ALL),
    "POST /v1/shift-plans": may(coordinator=OWN_LOCATIONS),
    "GET /v1/risks": may(coordinator=OWN_LOCATIONS),
    "GET /v1/presence": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "GET /v1/surges": may(coordinator=ALL, analyst=ALL, operator=ALL),
    "GET /v1/shifts/{shift_id}/candidates": may(coordinator=OWN_LOCATIONS),
    "GET /v1/volunteers/{volunteer_id}/availability": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "PUT /v1/volunteers/{volunteer_id}/availability": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "GET /v1/volunteers/{volunteer_id}/absences": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "POST /v1/volunteers/{volunteer_id}/absences": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "DELETE /v1/volunteers/{volunteer_id}/absences/{absence_id}": may(
        listener=OWN, coordinator=OWN_LOCATIONS
    ),
    # A swap is between those who are in it, each for oneself; a coordinator proposes, and ends it.
    "GET /v1/swaps": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "POST /v1/swaps": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "POST /v1/swaps/{swap_id}/agreement": may(listener=OWN),
    "POST /v1/swaps/{swap_id}/refusal": may(listener=OWN),
    "POST /v1/swaps/{swap_id}/withdrawal": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "GET /v1/fixed-shifts": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "POST /v1/fixed-shifts": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "DELETE /v1/fixed-shifts/{fixed_id}": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "POST /v1/supervisors": may(coordinator=OWN_LOCATIONS),
    "GET /v1/supervisors": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "PUT /v1/supervisors/{supervisor_id}": may(coordinator=OWN_LOCATIONS),
    "POST /v1/supervisors/{supervisor_id}/certificates": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/supervisors": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "POST /volunteers/supervisors": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/supervisors/{supervisor_id}": may(
        coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    "POST /volunteers/supervisors/{supervisor_id}/change": may(coordinator=OWN_LOCATIONS),
    "POST /volunteers/supervisors/{supervisor_id}/certificates": may(coordinator=OWN_LOCATIONS),
    "POST /volunteers/supervisors/{supervisor_id}/contact": may(coordinator=OWN_LOCATIONS),
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
    "GET /volunteers/demand": may(coordinator=ALL),
    "POST /volunteers/demand": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/at-risk": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/presence": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/presence/live": may(coordinator=OWN_LOCATIONS),
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
    "GET /volunteers/quality/{year}/pdf": may(coordinator=ALL, trainer=ALL),
    # A trainer sees first names; names and addresses are for coordinators.
    "GET /volunteers/people": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/people/{person_id}": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "POST /volunteers/people/{person_id}/contact": may(coordinator=OWN_LOCATIONS),
    "POST /volunteers/people/{person_id}/interview": may(
        coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    "POST /volunteers/people/{person_id}/sign-off": may(trainer=OWN_LOCATIONS),
    "POST /volunteers/people/{person_id}/mentor": may(
        coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    "POST /volunteers/people/{person_id}/step": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/people/{person_id}/data.json": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/people/{person_id}/erasure": may(coordinator=OWN_LOCATIONS),
    "POST /volunteers/people/{person_id}/erasure": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/cohorts": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "POST /volunteers/cohorts": may(coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS),
    "POST /volunteers/cohorts/{cohort_id}/volunteers": may(
        coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS
    ),
    "POST /volunteers/cohorts/{cohort_id}/attendance": may(trainer=OWN_LOCATIONS),
    # The board shows and asks what the API does for who may do the same there.
    "GET /volunteers/board": may(coordinator=OWN_LOCATIONS),
    "GET /volunteers/board/live": may(coordinator=OWN_LOCATIONS),
    "POST /volunteers/board/asking": may(coordinator=OWN_LOCATIONS),
    "POST /volunteers/board/day-asking": may(coordinator=OWN_LOCATIONS),
    "POST /volunteers/board/place": may(coordinator=OWN_LOCATIONS),
    "POST /volunteers/board/chain": may(coordinator=OWN_LOCATIONS),
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
