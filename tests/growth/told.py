"""One of each event that a service handles."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from shared.events.contacts import ListenerAbsent, ListenerPresent, SurgeDeclared, SurgeEnded
from shared.events.envelope import Event
from shared.events.partners import HandoverAnsweredBy113Online, HandoverAnsweredByVeiligThuis
from shared.events.reporting import DemandForecast
from shared.events.volunteers import (
    ShiftCancelled,
    ShiftFilled,
    ShiftReleased,
    VolunteerApplied,
    VolunteerLeft,
    VolunteerSuspended,
)

from tests.reporting.given import (
    admitted,
    at_risk,
    attended,
    contract,
    corrected,
    credit_note,
    evaluation,
    handled,
    handover,
    invoice,
    location,
    missed,
    municipality,
    referral,
    settled,
    shift,
)

NOW = datetime.now(UTC).replace(second=0, microsecond=0)
DESK = {"volunteer_id": UUID(int=1), "shift_id": UUID(int=1), "location_id": UUID(int=2)}
SURGE = {"line": "national", "region": "Gelderland", "listeners_wanted": 2}

EVENTS: list[Event] = [
    handled(), corrected(), missed(), referral(), handover(),
    location(), admitted(), shift(), shift(ShiftFilled), shift(ShiftReleased),
    shift(ShiftCancelled),
    *(admitted(kind) for kind in (VolunteerApplied, VolunteerSuspended, VolunteerLeft)),
    attended(), evaluation(), at_risk(),
    municipality(), contract(), settled(), invoice(), credit_note(),
    *(
        answered(referral_id=uuid4(), answer="accepted", answered_at=datetime.now(UTC))
        for answered in (HandoverAnsweredBy113Online, HandoverAnsweredByVeiligThuis)
    ),
    *(kind(**DESK, channels=["telephone"], at=NOW) for kind in (ListenerPresent, ListenerAbsent)),
    SurgeDeclared(**SURGE, surge_id=uuid4(), since=NOW),
    SurgeEnded(**SURGE, surge_id=uuid4(), until=NOW),
    DemandForecast(date=NOW.date(), channels={"telephone": [1.0] * 96}),
]  # fmt: skip
