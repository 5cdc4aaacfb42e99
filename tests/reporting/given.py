"""Events as the other services publish them, with everything left out that a test does not say."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from shared.events.billing import (
    ContractSigned,
    CreditNoteIssued,
    InvoiceIssued,
    MunicipalityRegistered,
    ParticipationSettled,
    PricePerInhabitant,
)
from shared.events.contacts import (
    ContactCorrected,
    ContactHandled,
    ContactMissed,
    HandoverSettled,
    ReferralMade,
)
from shared.events.envelope import Envelope, Event, sequence
from shared.events.volunteers import (
    EvaluationHeld,
    LocationOpened,
    ShiftAtRisk,
    ShiftFilled,
    ShiftOpened,
    TrainingAttended,
    VolunteerAdmitted,
    VolunteerChanged,
)

NOON = datetime(2016, 3, 14, 11, tzinfo=UTC)  # noon in Amsterdam
ZUTPHEN = UUID("00000000-0000-4000-8000-000000000001")
ALMELO = UUID("00000000-0000-4000-8000-000000000002")


def handled(event_type: type[ContactHandled] = ContactHandled, **said: Any) -> ContactHandled:
    values: dict[str, Any] = {
        "contact_id": uuid4(),
        "attempt_id": uuid4(),
        "channel": "telephone",
        "line": "national",
        "line_location_id": None,
        "answered_at_location_id": ZUTPHEN,
        "volunteer_id": uuid4(),
        "started_quarter": NOON,
        "duration_minutes": 20,
        "wait_seconds": 30,
        "kind": "conversation",
        "topics": ["loneliness"],
        "outcome": "helped_by_talk",
        "diverted_from": None,
        "heavy": False,
        "duty_verified": True,
    }
    return event_type(**values | said)


def corrected(**said: Any) -> ContactHandled:
    return handled(ContactCorrected, **said)


def missed(**said: Any) -> ContactMissed:
    values: dict[str, Any] = {
        "attempt_id": uuid4(),
        "channel": "telephone",
        "line": "national",
        "line_location_id": None,
        "offered_quarter": NOON,
        "waited_seconds": 60,
        "reason": "abandoned",
    }
    return ContactMissed(**values | said)


def referral(**said: Any) -> ReferralMade:
    values: dict[str, Any] = {
        "referral_id": uuid4(),
        "contact_id": uuid4(),
        "partner": "113online",
        "mode": "warm_handover",
        "channel": "telephone",
        "made_quarter": NOON,
        "urgency": "normal",
    }
    return ReferralMade(**values | said)


def handover(**said: Any) -> HandoverSettled:
    values: dict[str, Any] = {
        "referral_id": uuid4(), "partner": "113online", "outcome": "connected",
        "settled_quarter": NOON,
    }  # fmt: skip
    return HandoverSettled(**values | said)


def location(location_id: UUID = ZUTPHEN, name: str = "Zutphen") -> LocationOpened:
    return LocationOpened(location_id=location_id, name=name, region="Gelderland")


def admitted(
    event_type: type[VolunteerChanged] = VolunteerAdmitted, **said: Any
) -> VolunteerChanged:
    values: dict[str, Any] = {
        "volunteer_id": uuid4(),
        "location_id": ZUTPHEN,
        "channels": ["telephone"],
        "lines": ["national"],
        "role": "listener",
        "since": datetime(2015, 1, 1, tzinfo=UTC),
    }
    return event_type(**values | said)


def attended(**said: Any) -> TrainingAttended:
    values: dict[str, Any] = {
        "attendance_id": uuid4(), "volunteer_id": uuid4(), "kind": "intervision", "module": None,
        "half_days": 1, "on": date(2016, 3, 14),
    }  # fmt: skip
    return TrainingAttended(**values | said)


def evaluation(**said: Any) -> EvaluationHeld:
    values = {"evaluation_id": uuid4(), "volunteer_id": uuid4(), "on": date(2016, 3, 14)}
    return EvaluationHeld(**values | said)


def at_risk(hours: int = 72, **said: Any) -> ShiftAtRisk:
    return ShiftAtRisk(**vars(shift(**said)), hours=hours)


def shift(event_type: type[ShiftOpened] = ShiftOpened, **said: Any) -> ShiftOpened:
    starts_at = said.get("starts_at", NOON)
    values: dict[str, Any] = {
        "shift_id": uuid4(),
        "location_id": ZUTPHEN,
        "channels": ["telephone"],
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=4),
        "needed": 2,
        "filled": 1,
    }
    if issubclass(event_type, ShiftFilled):
        values |= {"volunteer_id": uuid4(), "role": "listener", "filled_at": NOON}
    return event_type(**values | said)


def municipality(**said: Any) -> MunicipalityRegistered:
    values: dict[str, Any] = {
        "code": "GM0301",
        "name": "Zutphen",
        "province": "Gelderland",
        "inhabitants": 46_997,
        "as_of": date(2016, 1, 1),
        "excluded": False,
    }
    return MunicipalityRegistered(**values | said)


def contract(**said: Any) -> ContractSigned:
    values: dict[str, Any] = {
        "contract_id": uuid4(),
        "payer": "GM0301",
        "beneficiaries": ["GM0301"],
        "signed_on": date(2014, 12, 1),
        "from_": date(2015, 1, 1),
        "until": date(2018, 12, 31),
        "tariff_version": "2015",
    }
    return ContractSigned(**values | said)


PRICE = PricePerInhabitant(numerator=3_810_000, denominator=14_656_935, printed=Decimal("0.260"))


def settled(**said: Any) -> ParticipationSettled:
    values: dict[str, Any] = {
        "year": 2016,
        "participating_inhabitants": 14_656_935,
        "eligible_inhabitants": 14_656_935,
        "budget": Decimal("3810000.00"),
        "price_per_inhabitant": PRICE,
    }
    return ParticipationSettled(**values | said)


def invoice(**said: Any) -> InvoiceIssued:
    values: dict[str, Any] = {
        "invoice_id": uuid4(),
        "contract_id": uuid4(),
        "number": "2016-0001",
        "issued_on": date(2016, 1, 4),
        "payer": "GM0301",
        "period": 2016,
        "price_per_inhabitant": PRICE,
        "lines": [],
        "reason": "year",
        "vat_category": "exempt",
        "vat": Decimal(0),
        "total": Decimal("12216.50"),
        "currency": "EUR",
        "due_on": date(2016, 2, 4),
        "payment_reference": "RF82201600001",
        "hash": "5f" * 32,
    }
    return InvoiceIssued(**values | said)


def credit_note(**said: Any) -> CreditNoteIssued:
    """Return a credit note of EUR 100 on the invoice of `invoice`."""
    values = dict(invoice()) | {"number": "C2016-00001", "credits": "2016-0001"}
    return CreditNoteIssued(**values | {"total": Decimal("100.00")} | said)


def others() -> list[Event]:
    """Return 24 attempts that were answered, and 12 that were not, few of each sort and hour.

    Together they are enough to be hidden behind: beside them a large count can be shown.
    """
    told: list[Event] = []
    for place in range(12):
        quarter = NOON + timedelta(hours=1 + place)
        even = place % 2 == 0
        told.append(handled(
            started_quarter=quarter, topics=[], channel="chat" if even else "email",
            outcome="thought_along" if even else "broken_off",
        ))  # fmt: skip
        told.append(handled(
            started_quarter=quarter, kind="silent" if even else "misuse", topics=[],
            outcome="no_conversation",
        ))  # fmt: skip
        told.append(missed(offered_quarter=quarter, reason="closed"))
    return told


def envelope(event: Event, version: int) -> Envelope[Any]:
    return Envelope(uuid4(), "aggregate", sequence(version), NOON, event)
