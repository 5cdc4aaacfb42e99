"""Ask those whom a coordinator chose for a shift."""

from datetime import datetime, timedelta
from uuid import UUID

from shared.database import Connection
from shared.reach import Reach

from volunteers.admission.reach import require_volunteers
from volunteers.offers.commands import AskPeople
from volunteers.offers.make_offers import make_offers
from volunteers.offers.views import AskingView, NotAsked, view_of_offer
from volunteers.shifts.lock_shift import lock_shift
from volunteers.shifts.rules.places import check_not_begun, check_stands

OPEN_FOR = timedelta(days=2)


async def ask_people(
    connection: Connection, shift_id: UUID, command: AskPeople, reach: Reach, now: datetime
) -> AskingView:
    """Make an offer to each of them who may take a place; say of the others which rule forbids it.

    People of other locations can be asked for a shift that may be worked from home only.
    """
    shift = await lock_shift(connection, shift_id)
    check_stands(shift_id, cancelled=shift.cancelled_at is not None)
    check_not_begun(shift.span, now)
    if not shift.home_allowed:
        await require_volunteers(connection, command.volunteer_ids, reach)
    asked = await make_offers(
        connection,
        [(shift_id, volunteer_id) for volunteer_id in command.volunteer_ids],
        reason="asked",
        source_id=shift_id,
        expires_at=min(now + OPEN_FOR, shift.starts_at),
        now=now,
    )
    return AskingView(
        shift_id=shift_id,
        offers=[view_of_offer(offer) for offer in asked.offers],
        not_asked=[
            NotAsked(volunteer_id=volunteer_id, reason=refusal.code(), detail=refusal.detail)
            for (_, volunteer_id), refusal in asked.refused.items()
        ],
    )
