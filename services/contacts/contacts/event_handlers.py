"""When volunteers or a partner tells something, contacts does this."""

from datetime import UTC, datetime
from typing import Any

from shared.database import Connection
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
    ShiftOpened,
    ShiftReleased,
    VolunteerAdmitted,
    VolunteerLeft,
    VolunteerSuspended,
)
from shared.handlers import Handlers, when

from contacts.duty.keep_duty import keep_duty
from contacts.referrals.take_answers import take_answers
from contacts.registration.settle_contacts import settle_contacts


async def keep_duty_on_location_volunteer_or_shift_changed(
    connection: Connection, events: list[Envelope[Any]]
) -> None:
    """A location, a volunteer or a shift is known; contacts that waited for it are settled."""
    volunteers, locations = await keep_duty(connection, events)
    await settle_contacts(connection, volunteers, locations, datetime.now(UTC))


async def take_answers_on_handover_answered(
    connection: Connection, events: list[Envelope[HandoverAnswered]]
) -> None:
    """Partners answered: each warm handover is accepted or settled, if it was theirs and open."""
    await take_answers(connection, events, datetime.now(UTC))


handlers = Handlers(
    service="contacts",
    waits_for=["volunteers"],
    own_subjects=["chat.>", "queue.changed"],
    table=[
        when(
            LocationOpened, VolunteerAdmitted, VolunteerSuspended, VolunteerLeft,
            ShiftOpened, ShiftFilled, ShiftReleased, ShiftCancelled,
            do=keep_duty_on_location_volunteer_or_shift_changed,
        ),
        when(
            HandoverAnsweredBy113Online, HandoverAnsweredByVeiligThuis,
            do=take_answers_on_handover_answered,
        ),
    ],
)  # fmt: skip
