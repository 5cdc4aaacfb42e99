"""When volunteers tells something, contacts keeps who is on duty; partners answer handovers."""

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
    ShiftReleased,
    VolunteerAdmitted,
)
from shared.handlers import Handlers, when

from contacts.use_cases.keep_duty import keep_duty
from contacts.use_cases.settle_handover import settle_handovers


async def keep_duty_on_location_volunteer_or_shift_changed(
    connection: Connection, events: list[Envelope[Any]]
) -> None:
    """A location, a volunteer or a shift is known; contacts that waited for it are settled."""
    await keep_duty(connection, events, datetime.now(UTC))


async def settle_handovers_on_handover_answered(
    connection: Connection, events: list[Envelope[HandoverAnswered]]
) -> None:
    """Partners answered warm handovers: each is settled, if it was that partner's and open."""
    await settle_handovers(connection, events, datetime.now(UTC))


handlers = Handlers(
    service="contacts",
    waits_for=["volunteers"],
    table=[
        when(
            LocationOpened, VolunteerAdmitted, ShiftFilled, ShiftReleased, ShiftCancelled,
            do=keep_duty_on_location_volunteer_or_shift_changed,
        ),
        when(
            HandoverAnsweredBy113Online, HandoverAnsweredByVeiligThuis,
            do=settle_handovers_on_handover_answered,
        ),
    ],
)  # fmt: skip
