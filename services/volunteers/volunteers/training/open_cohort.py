"""Open a cohort, and let volunteers come into it."""

from uuid import UUID, uuid4

from shared.database import Connection

from volunteers.admission.lock_volunteer import lock_volunteers
from volunteers.admission.rules.completion import UnknownVolunteer
from volunteers.locations.require_location import require_location
from volunteers.persistence import insert, lock, save
from volunteers.training.commands import JoinCohort, OpenCohort
from volunteers.training.rules import CohortNotFound, check_days, check_fits, check_joins
from volunteers.training.tables import Cohort
from volunteers.training.views import CohortView, view_of_cohort

SELECT_MEMBERS = "SELECT volunteer_id FROM volunteer WHERE cohort_id = $1 ORDER BY volunteer_id"


async def open_cohort(connection: Connection, command: OpenCohort) -> CohortView:
    """Open a cohort; raises `CohortEndsBeforeItBegins`, `UnknownLocation`."""
    check_days(command.first_day, command.last_day)
    await require_location(connection, command.location_id)
    cohort = Cohort(
        cohort_id=uuid4(),
        location_id=command.location_id,
        first_day=command.first_day,
        last_day=command.last_day,
        places=command.places,
    )
    await insert(connection, cohort)
    return view_of_cohort(cohort, [])


async def join_cohort(connection: Connection, cohort_id: UUID, command: JoinCohort) -> CohortView:
    """Let volunteers come into a cohort of their location, as far as it has places.

    Raises `CohortNotFound`, `UnknownVolunteer`, and the refusals of the rules. Locks the
    volunteers before the cohort.
    """
    joining = await lock_volunteers(connection, command.volunteer_ids)
    found = await lock(connection, Cohort, [cohort_id])
    if not found:
        raise CohortNotFound(f"there is no cohort {cohort_id}")
    (cohort,) = found
    for volunteer_id in command.volunteer_ids:
        if volunteer_id not in joining:
            raise UnknownVolunteer(f"volunteer {volunteer_id} never applied: leave them out")
    for one in joining.values():
        check_joins(one.volunteer_id, one.state, is_here=one.location_id == cohort.location_id)
        one.cohort_id = cohort_id
    await save(connection, list(joining.values()), "cohort_id")
    rows = await connection.fetch(SELECT_MEMBERS, cohort_id)
    check_fits(cohort.places, len(rows))
    return view_of_cohort(cohort, [row["volunteer_id"] for row in rows])
