"""For every event that a service handles: its place in its aggregate's history, and an older one.

A handler for an event that stands not here fails the test that every handler has one effect.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from contacts.commands import RegisterContact
from contacts.use_cases.register_contact import register_contact
from shared.database import Database
from shared.events import billing, contacts, volunteers
from shared.events.envelope import Event

from tests.billing.given import kept_contract, kept_municipalities, kept_settlement
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
    volunteers.ShiftOpened: Case("shift_id", older={"needed": 9}),
    volunteers.ShiftFilled: Case("shift_id", 12, older={"role": "mentor", "filled": 9}),
    volunteers.ShiftReleased: Case("shift_id", 13, older={"role": "mentor", "filled": 9}),
    volunteers.ShiftCancelled: Case("shift_id", 14, older={"needed": 9}),
    contacts.ContactHandled: Case("contact_id", older={"duration_minutes": 99}),
    contacts.ContactCorrected: Case("contact_id", 12, older={"duration_minutes": 99}),
    contacts.ContactMissed: Case("attempt_id", older={"reason": "closed"}),
    contacts.ReferralMade: Case("referral_id", older={"mode": "information"}),
    billing.MunicipalityRegistered: Case("code", older={"inhabitants": 1}),
    billing.ContractSigned: Case("contract_id", older={"until": date(2015, 12, 31)}),
    billing.ParticipationSettled: Case("year", older={"participating_inhabitants": 1}),
    billing.InvoiceIssued: Case("invoice_id", older={"number": "2016-0002"}),
}
Given = Callable[[Database], Awaitable[dict[type[Event], dict[str, Any]]]]


async def nothing(_database: Database) -> dict[type[Event], dict[str, Any]]:
    """Begin with nothing."""
    return {}


async def a_contact_that_waits_for_its_shift(
    database: Database,
) -> dict[type[Event], dict[str, Any]]:
    """Begin with a contact whose volunteer is not known to be on duty."""
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

    async def surely() -> bool:
        return False

    async with database.hot_commit() as connection:
        await register_contact(connection, command, NOW, surely)
    return {}


async def a_settled_year_and_a_contract(database: Database) -> dict[type[Event], dict[str, Any]]:
    """Begin with two contracts of a settled year, whose invoices are due."""
    await kept_municipalities(database, ["GM1001", "GM1002"])
    signed = [await kept_contract(database, code) for code in ("GM1001", "GM1002")]
    await kept_settlement(database, 2016)
    return {billing.ContractSigned: {"contract_id": signed[0]}}


GIVEN: dict[str, Given] = {
    "contacts": a_contact_that_waits_for_its_shift,
    "billing": a_settled_year_and_a_contract,
    "reporting": nothing,
}
