"""What may have been told of a few aggregates, in an order of chance."""

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from shared.events.envelope import Envelope
from shared.events.volunteers import (
    ShiftCancelled,
    ShiftFilled,
    ShiftReleased,
    VolunteerAdmitted,
    VolunteerApplied,
    VolunteerLeft,
    VolunteerSuspended,
)

from tests.reporting.given import (
    NOON,
    admitted,
    at_risk,
    attended,
    contract,
    corrected,
    credit_note,
    envelope,
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

STANDINGS = (VolunteerApplied, VolunteerAdmitted, VolunteerSuspended, VolunteerLeft)


def history(random: Random) -> list[Envelope[Any]]:
    """Return what may have been told of a few aggregates, each by several versions."""
    ids = [UUID(int=random.getrandbits(128)) for _ in range(3)]
    events: list[Envelope[Any]] = []
    for number, aggregate in enumerate(ids):
        events += _of_contacts(random, aggregate)
        events += _of_shifts(random, aggregate, ids)
        events += _of_people(random, aggregate)
        events += _of_billing(random, aggregate, number)
    return events


def _of_contacts(random: Random, aggregate: UUID) -> list[Envelope[Any]]:
    outcome = random.choice(["connected", "declined", "timed_out"])
    events = [
        envelope(handled(contact_id=aggregate), 1),
        envelope(referral(referral_id=aggregate), 1),
        envelope(handover(referral_id=aggregate, outcome=outcome), 2),
        envelope(missed(attempt_id=aggregate, reason="closed", redial=True, cooled_down=True), 1),
    ]
    for version in range(2, 5):
        kind = random.choice(["conversation", "silent", "misuse"])
        topics = random.sample(["loneliness", "debts", "other"], random.randrange(3))
        change = corrected(
            contact_id=aggregate, kind=kind, topics=topics, redial=random.choice([True, None]),
            misuse_kind="prank" if kind == "misuse" else None,
        )  # fmt: skip
        events.append(envelope(change, version))
    return events


def _of_shifts(random: Random, aggregate: UUID, ids: list[UUID]) -> list[Envelope[Any]]:
    events = [envelope(shift(shift_id=aggregate), 1)]
    for version in range(2, 14, 2):
        kind = random.choice([ShiftFilled, ShiftReleased])
        volunteer, filled = random.choice(ids), random.randrange(4)
        change = shift(kind, shift_id=aggregate, volunteer_id=volunteer, filled=filled)
        events.append(envelope(change, version))
    for version, hours in ((14, 72), (15, 24)):
        events.append(envelope(at_risk(hours, shift_id=aggregate, filled=0), version))
    if random.random() < 0.5:
        cancelled = shift(ShiftCancelled, shift_id=aggregate)
        events.append(envelope(cancelled, random.choice([5, 9])))
    return events


def _of_people(random: Random, aggregate: UUID) -> list[Envelope[Any]]:
    events = []
    for version, standing in enumerate(STANDINGS, start=1):
        since = NOON + version * timedelta(days=random.randrange(1, 90))
        step = admitted(standing, volunteer_id=aggregate, since=since)
        events.append(envelope(step, version))
    for version in range(1, 4):
        half_days, held = random.randrange(3), date(2016, version, random.randrange(1, 29))
        who = {"volunteer_id": aggregate}
        events += [
            envelope(attended(attendance_id=aggregate, half_days=half_days, **who), version),
            envelope(evaluation(evaluation_id=aggregate, on=held, **who), version),
            envelope(location(aggregate, f"plaats {version}"), version),
        ]
    return events


def _of_billing(random: Random, aggregate: UUID, number: int) -> list[Envelope[Any]]:
    events = []
    for version in range(1, 4):
        inhabitants = random.randrange(1_000, 900_000)
        participation = settled(year=2016 + number, participating_inhabitants=version)
        events += [
            envelope(municipality(code=f"GM{number:04}", inhabitants=inhabitants), version),
            envelope(contract(contract_id=aggregate), version),
            envelope(participation, version),
            envelope(invoice(invoice_id=aggregate, number=f"{version}"), version),
        ]
    return [*events, envelope(credit_note(invoice_id=uuid4()), 1)]
