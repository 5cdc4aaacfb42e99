"""When volunteers tells something, contacts keeps who is on duty; partners answer handovers."""

from datetime import UTC, datetime

from shared.database import raw
from shared.events.envelope import Envelope
from shared.events.partners import (
    HandoverAnswered,
    HandoverAnsweredBy113Online,
    HandoverAnsweredByVeiligThuis,
)
from shared.events.volunteers import (
    LocationOpened,
    ShiftCancelled,
    ShiftFilled,
    ShiftReleased,
    VolunteerAdmitted,
)
from shared.handlers import Handlers
from sqlmodel.ext.asyncio.session import AsyncSession

from contacts.use_cases.keep_duty import keep_listener, keep_location, keep_place, keep_shift
from contacts.use_cases.settle_handover import settle_handover


async def keep_location_on_location_opened(
    session: AsyncSession, event: Envelope[LocationOpened]
) -> None:
    """A location exists: contacts may be answered there."""
    await keep_location(await raw(session), event)


async def keep_listener_on_volunteer_admitted(
    session: AsyncSession, event: Envelope[VolunteerAdmitted]
) -> None:
    """A volunteer may take contacts; those that waited for this are settled."""
    await keep_listener(await raw(session), event, datetime.now(UTC))


async def keep_place_on_shift_filled(session: AsyncSession, event: Envelope[ShiftFilled]) -> None:
    """A volunteer is on duty; contacts that waited for this are settled."""
    await keep_place(await raw(session), event, datetime.now(UTC), taken=True)


async def free_place_on_shift_released(
    session: AsyncSession, event: Envelope[ShiftReleased]
) -> None:
    """A volunteer is not on duty after all."""
    await keep_place(await raw(session), event, datetime.now(UTC), taken=False)


async def drop_shift_on_shift_cancelled(
    session: AsyncSession, event: Envelope[ShiftCancelled]
) -> None:
    """Nobody is on duty by this shift."""
    await keep_shift(await raw(session), event, cancelled=True)


async def settle_handover_on_handover_answered(
    session: AsyncSession, event: Envelope[HandoverAnswered]
) -> None:
    """A partner answered a warm handover: it is settled, if it was this partner's and open."""
    await settle_handover(session, event, datetime.now(UTC))


handlers = Handlers(
    service="contacts",
    waits_for=["volunteers"],
    each={
        LocationOpened: keep_location_on_location_opened,
        VolunteerAdmitted: keep_listener_on_volunteer_admitted,
        ShiftFilled: keep_place_on_shift_filled,
        ShiftReleased: free_place_on_shift_released,
        ShiftCancelled: drop_shift_on_shift_cancelled,
        HandoverAnsweredBy113Online: settle_handover_on_handover_answered,
        HandoverAnsweredByVeiligThuis: settle_handover_on_handover_answered,
    },
)
