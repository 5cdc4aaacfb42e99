"""For every event that a service handles: its place in its aggregate's history, and an older one.

A handler for an event that stands not here fails the test that every handler has one effect.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from contacts.partner_copies.release_copies import release_copies
from contacts.referrals.commands import MakeReferral
from contacts.referrals.make_live_referral import make_live_referral
from contacts.referrals.make_referral import make_referral
from contacts.registration.commands import RegisterContact
from contacts.registration.register_contact import register_contact
from shared.database import Database
from shared.events import billing, contacts, partners, reporting, volunteers
from shared.events.envelope import Event
from shared.events.vocabulary import Partner

from tests.billing.given import kept_contract, kept_municipalities, kept_settlement
from tests.contacts.given import WITHIN
from tests.contracts.samples import sample

NOW = datetime(2016, 3, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """`version` of the event, and what an `older` one of the same aggregate says otherwise."""

    aggregate: str
    version: int = 11
    older: dict[str, Any] = field(default_factory=dict)


CASES: dict[type[Event], Case] = {
    volunteers.LocationOpened: Case("location_id", older={"name": "Zutfen"}),
    volunteers.VolunteerAdmitted: Case("volunteer_id", older={"role": "mentor"}),
    volunteers.VolunteerSuspended: Case("volunteer_id", 12, older={"role": "mentor"}),
    volunteers.VolunteerLeft: Case("volunteer_id", 13, older={"role": "mentor"}),
    volunteers.VolunteerApplied: Case("volunteer_id", 10, older={"role": "mentor"}),
    volunteers.TrainingAttended: Case("attendance_id", older={"half_days": 2}),
    volunteers.EvaluationHeld: Case("evaluation_id", older={"on": date(2016, 1, 1)}),
    volunteers.ShiftAtRisk: Case("shift_id", 15, older={"needed": 9}),
    volunteers.ShiftOpened: Case("shift_id", older={"needed": 9}),
    volunteers.ShiftFilled: Case("shift_id", 12, older={"role": "mentor", "filled": 9}),
    volunteers.ShiftReleased: Case("shift_id", 13, older={"role": "mentor", "filled": 9}),
    volunteers.ShiftCancelled: Case("shift_id", 14, older={"needed": 9}),
    volunteers.CourseDelivered: Case("delivery_id", older={"client": "ORG-SCHOOL-2"}),
    contacts.ContactHandled: Case("contact_id", older={"duration_minutes": 99}),
    contacts.ContactCorrected: Case("contact_id", 12, older={"duration_minutes": 99}),
    contacts.ContactMissed: Case("attempt_id", older={"reason": "closed"}),
    contacts.ReferralMade: Case("referral_id", older={"mode": "information"}),
    contacts.HandoverSettled: Case("referral_id", 12, older={"outcome": "timed_out"}),
    contacts.ListenerPresent: Case("volunteer_id", older={"location_id": uuid4()}),
    contacts.ListenerAbsent: Case("volunteer_id", 12, older={"location_id": uuid4()}),
    contacts.SurgeDeclared: Case("surge_id", older={"listeners_wanted": 99}),
    contacts.SurgeEnded: Case("surge_id", 12, older={"listeners_wanted": 99}),
    reporting.DemandForecast: Case("date", older={"channels": {"chat": [1.0] * 96}}),
    partners.HandoverAnsweredBy113Online: Case("referral_id", older={"answer": "declined"}),
    partners.HandoverAnsweredByVeiligThuis: Case("referral_id", older={"answer": "accepted"}),
    billing.MunicipalityRegistered: Case("code", older={"inhabitants": 1}),
    billing.ContractSigned: Case("contract_id", older={"until": date(2015, 12, 31)}),
    billing.ContractTransferred: Case("contract_id", 12, older={"payer": "VNG"}),
    billing.ContractEnded: Case("contract_id", 13, older={"whole": False}),
    billing.ParticipationSettled: Case("year", older={"participating_inhabitants": 1}),
    billing.InvoiceIssued: Case("invoice_id", older={"number": "2016-0002"}),
    billing.CreditNoteIssued: Case("invoice_id", older={"number": "C2016-0002"}),
}
PARTNERS: dict[Partner, type[Event]] = {
    "113online": partners.HandoverAnsweredBy113Online,
    "veiligthuis": partners.HandoverAnsweredByVeiligThuis,
}
Given = Callable[[Database], Awaitable[dict[type[Event], dict[str, Any]]]]


async def nothing(_database: Database) -> dict[type[Event], dict[str, Any]]:
    """Begin with nothing."""
    return {}


async def a_contact_that_waits_for_its_shift_and_two_handovers(
    database: Database,
) -> dict[type[Event], dict[str, Any]]:
    """Begin with a contact whose volunteer is not known to be on duty.

    It is handed to Veilig Thuis, and the help seeker of an open chat to 113Online.
    """
    told = sample(contacts.ContactHandled)
    assert isinstance(told, contacts.ContactHandled)
    command = RegisterContact.model_validate(
        {
            "channel": "telephone", "line": "national", "volunteerId": told.volunteer_id,
            "answeredAtLocationId": told.answered_at_location_id, "kind": "conversation",
            "startedAt": told.started_quarter, "topics": ["loneliness"],
            "endedAt": told.started_quarter + timedelta(minutes=21), "outcome": "thought_along",
        }
    )  # fmt: skip

    now = datetime.now(UTC)  # of another time the handovers would be timed out at once
    async with database.commit() as connection:
        contact_id = (await register_contact(connection, command, NOW, False)).contact_id
        asked = MakeReferral(partner="veiligthuis", mode="warm_handover")
        await make_referral(connection, contact_id, asked, now, WITHIN)
        asked = MakeReferral(partner="113online", mode="warm_handover")
        await make_live_referral(
            connection, attempt_id=uuid4(), contact_id=uuid4(), channel="chat", command=asked,
            now=now, answer_within=WITHIN,
        )  # fmt: skip
    async with database.commit() as connection:
        await release_copies(connection)
        rows = await connection.fetch("SELECT partner, copy_id FROM referral")
    return {PARTNERS[row["partner"]]: {"referral_id": row["copy_id"]} for row in rows}


async def a_settled_year_and_a_contract(database: Database) -> dict[type[Event], dict[str, Any]]:
    """Begin with two contracts of a settled year, of which nothing is drafted yet."""
    await kept_municipalities(database, ["GM1001", "GM1002"])
    signed = [await kept_contract(database, code) for code in ("GM1001", "GM1002")]
    await kept_settlement(database, 2016)
    of_contracts = (billing.ContractSigned, billing.ContractTransferred, billing.ContractEnded)
    return {kind: {"contract_id": signed[0]} for kind in of_contracts}


async def what_is_of_today(_database: Database) -> dict[type[Event], dict[str, Any]]:
    """Begin with nothing; what volunteers forgets after a year is of today."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    handled = (contacts.ContactHandled, contacts.ContactCorrected)
    present = (contacts.ListenerPresent, contacts.ListenerAbsent)
    return {kind: {"started_quarter": now} for kind in handled} | {
        kind: {"at": now} for kind in present
    }


GIVEN: dict[str, Given] = {
    "contacts": a_contact_that_waits_for_its_shift_and_two_handovers,
    "billing": a_settled_year_and_a_contract,
    "reporting": nothing,
    "volunteers": what_is_of_today,
}
