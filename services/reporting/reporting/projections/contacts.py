"""Project the events of contacts."""

from shared.database import Connection
from shared.events.contacts import ContactHandled, ContactMissed, HandoverSettled, ReferralMade
from shared.events.envelope import Envelope

from reporting.projections.fold import Row, array_literal, keep_newest
from reporting.tables import Contact, Handover, MissedAttempt, Referral


async def project_contacts_on_contact_handled_or_corrected(
    connection: Connection, events: list[Envelope[ContactHandled]]
) -> None:
    """Upsert the contacts with their newest registration."""
    await keep_newest(connection, Contact, map(_contact, events))


async def project_missed_attempts_on_contact_missed(
    connection: Connection, events: list[Envelope[ContactMissed]]
) -> None:
    """Upsert the attempts that nobody answered."""
    await keep_newest(connection, MissedAttempt, map(_missed_attempt, events))


async def project_referrals_on_referral_made(
    connection: Connection, events: list[Envelope[ReferralMade]]
) -> None:
    """Upsert the referrals."""
    await keep_newest(connection, Referral, map(_referral, events))


async def project_handovers_on_handover_settled(
    connection: Connection, events: list[Envelope[HandoverSettled]]
) -> None:
    """Upsert how the warm handovers ended."""
    await keep_newest(connection, Handover, map(_handover, events))


def _contact(event: Envelope[ContactHandled]) -> Row:
    contact = event.data
    return {
        "sequence": event.sequence,
        "contact_id": contact.contact_id,
        "location_id": contact.answered_at_location_id,
        "line_location_id": contact.line_location_id,
        "channel": contact.channel,
        "started_quarter": contact.started_quarter,
        "wait_seconds": contact.wait_seconds,
        "duration_minutes": contact.duration_minutes,
        "kind": contact.kind,
        "topics": array_literal(contact.topics),
        "outcome": contact.outcome,
        "redial": contact.redial,
        "misuse_kind": contact.misuse_kind,
        "surge_id": contact.surge_id,
    }


def _missed_attempt(event: Envelope[ContactMissed]) -> Row:
    attempt = event.data
    return {
        "sequence": event.sequence,
        "attempt_id": attempt.attempt_id,
        "line_location_id": attempt.line_location_id,
        "channel": attempt.channel,
        "offered_quarter": attempt.offered_quarter,
        "waited_seconds": attempt.waited_seconds,
        "reason": attempt.reason,
        "redial": attempt.redial,
        "cooled_down": attempt.cooled_down,
        "surge_id": attempt.surge_id,
    }


def _referral(event: Envelope[ReferralMade]) -> Row:
    referral = event.data
    return {
        "sequence": event.sequence,
        "referral_id": referral.referral_id,
        "contact_id": referral.contact_id,
        "partner": referral.partner,
        "mode": referral.mode,
        "made_quarter": referral.made_quarter,
    }


def _handover(event: Envelope[HandoverSettled]) -> Row:
    return {
        "sequence": event.sequence,
        "referral_id": event.data.referral_id,
        "partner": event.data.partner,
        "outcome": event.data.outcome,
        "settled_quarter": event.data.settled_quarter,
    }
