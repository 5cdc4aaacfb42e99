"""Whether after-care is within the reach of a request: the mentor's who calls, or the location's.

The volunteer's contact is no reason to look into it oneself: it is the mentor who calls.
"""

from uuid import UUID

import sqlalchemy as sa
from shared.database import Connection
from shared.reach import Reach
from sqlmodel import col, select

from volunteers.admission.tables import Volunteer
from volunteers.aftercare.rules import AfterCareNotFound
from volunteers.aftercare.tables import AfterCare

SELECT_WHOSE = """
SELECT a.mentor_id, v.location_id FROM after_care a LEFT JOIN volunteer v USING (volunteer_id)
WHERE a.contact_id = $1
"""


async def require_after_care(connection: Connection, contact_id: UUID, reach: Reach) -> None:
    """Raise `AfterCareNotFound`, or `BeyondReach` for whoever neither calls nor works there."""
    row = await connection.fetchrow(SELECT_WHOSE, contact_id)
    if row is None:
        raise AfterCareNotFound(f"no after-care is known of contact {contact_id}")
    reach.require(
        f"after-care of contact {contact_id}", person=row["mentor_id"], location=row["location_id"]
    )


def after_care_within(reach: Reach) -> sa.ColumnElement[bool]:
    """Return the condition of a query that keeps it within reach."""
    if reach.everything:
        return sa.true()
    here = select(Volunteer.volunteer_id).where(col(Volunteer.location_id).in_(reach.locations))
    found: list[sa.ColumnElement[bool]] = [col(AfterCare.volunteer_id).in_(here)]
    if reach.person:
        found.append(col(AfterCare.mentor_id) == reach.person)
    return sa.or_(*found)
