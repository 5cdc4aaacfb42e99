"""Give an account a mandate, and end it."""

import hashlib
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from shared.database import Connection
from shared.reach import Reach

from volunteers.amsterdam import day_of
from volunteers.mandates.commands import GiveMandate
from volunteers.mandates.reach import require_mandate
from volunteers.mandates.rules import Mandated, MandateNotFound, check_mandate
from volunteers.mandates.tables import Mandate
from volunteers.mandates.views import MandateView, view_of_mandate
from volunteers.persistence import insert, lock, save


async def give_mandate(
    connection: Connection, command: GiveMandate, issuer: str, reach: Reach, now: datetime
) -> MandateView:
    """Let an account of the issuer act as a volunteer, or for a location.

    Raises `MandateUnclear`, `MandateEndsBeforeItBegins`, `NobodyToActFor`, `BeyondReach`.
    """
    check_mandate(
        Mandated(
            command.role,
            command.volunteer_id,
            command.location_id,
            command.first_day,
            command.last_day,
        )
    )
    await require_mandate(connection, command.volunteer_id, command.location_id, reach)
    mandate = Mandate(
        mandate_id=uuid4(),
        subject_hash=hashlib.sha256(f"{issuer}\0{command.subject}".encode()).hexdigest(),
        role=command.role,
        volunteer_id=command.volunteer_id,
        location_id=command.location_id,
        first_day=command.first_day,
        last_day=command.last_day,
        made_at=now,
    )
    await insert(connection, mandate)
    return view_of_mandate(mandate)


async def end_mandate(
    connection: Connection, mandate_id: UUID, reach: Reach, now: datetime
) -> MandateView:
    """End a mandate at once: it was in force until yesterday, and stays on record."""
    found = await lock(connection, Mandate, [mandate_id])
    if not found:
        raise MandateNotFound(f"there is no mandate {mandate_id}")
    (mandate,) = found
    await require_mandate(connection, mandate.volunteer_id, mandate.location_id, reach)
    yesterday = day_of(now) - timedelta(days=1)
    mandate.last_day = min(mandate.last_day or date.max, yesterday)
    await save(connection, [mandate], "last_day")
    return view_of_mandate(mandate)
