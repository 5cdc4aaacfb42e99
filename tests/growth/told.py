"""One of each event that a service handles."""

from datetime import UTC, datetime
from uuid import uuid4

from shared.events.envelope import Event
from shared.events.partners import HandoverAnsweredBy113Online, HandoverAnsweredByVeiligThuis
from shared.events.volunteers import (
    ShiftCancelled,
    ShiftFilled,
    ShiftReleased,
    VolunteerLeft,
    VolunteerSuspended,
)

from tests.reporting.given import (
    admitted,
    contract,
    corrected,
    credit_note,
    handled,
    invoice,
    location,
    missed,
    municipality,
    referral,
    settled,
    shift,
)

EVENTS: list[Event] = [
    handled(), corrected(), missed(), referral(),
    location(), admitted(), shift(), shift(ShiftFilled), shift(ShiftReleased),
    shift(ShiftCancelled),
    *(kind(**vars(admitted())) for kind in (VolunteerSuspended, VolunteerLeft)),
    municipality(), contract(), settled(), invoice(), credit_note(),
    *(
        answered(referral_id=uuid4(), answer="accepted", answered_at=datetime.now(UTC))
        for answered in (HandoverAnsweredBy113Online, HandoverAnsweredByVeiligThuis)
    ),
]  # fmt: skip
