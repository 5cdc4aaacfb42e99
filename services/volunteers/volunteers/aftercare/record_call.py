"""Record that a mentor called after a heavy contact."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection

from volunteers.aftercare.commands import RecordCall
from volunteers.aftercare.rules import AfterCareNotFound, check_call
from volunteers.aftercare.tables import AfterCare
from volunteers.aftercare.views import AfterCareView, view_of_after_care
from volunteers.amsterdam import day_of
from volunteers.notices.withdraw_notices import withdraw_notices
from volunteers.persistence import lock, save


async def record_call(
    connection: Connection, contact_id: UUID, command: RecordCall, now: datetime
) -> AfterCareView:
    """Record the day of the call, without its content.

    Raises `AfterCareNotFound`, `NoCallDue`, `AlreadyCalled` and `CallNotPossible`.
    """
    locked = await lock(connection, AfterCare, [contact_id])
    if not locked:
        raise AfterCareNotFound(f"no after-care is known of contact {contact_id}")
    care = locked[0]
    check_call(
        contact_id,
        heavy=care.heavy,
        contact_day=care.contact_day,
        called_before=care.called_on,
        called_on=command.called_on,
        today=day_of(now),
    )
    care.called_on = command.called_on
    await save(connection, [care], "called_on")
    await withdraw_notices(connection, "after_care", [contact_id])
    return view_of_after_care(care, day_of(now))
