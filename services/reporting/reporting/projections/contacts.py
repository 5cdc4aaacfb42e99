"""Project the events of contacts."""

from shared.database import Connection
from shared.events.contacts import ContactHandled, ContactMissed, ReferralMade
from shared.events.envelope import Envelope

from reporting.projections.fold import Row, array_literal, keep_newest
from reporting.tables import Contact, MissedAttempt, Referral


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


def _contact(event: Envelope[ContactHandled]) -> Row:
    contact = event.data
    return {
        "sequence": event.sequence,
        "contact_id": contact.contact_id,
        "location_id": contact.answered_at_location_id,
        "line_location_id": contact.line_location_id,
        "channel": contact.channel,
        "started_quarter": contact.started_quarter,
        "duration_minutes": contact.duration_minutes,
        "kind": contact.kind,
        "topics": array_literal(contact.topics),
        "outcome": contact.outcome,
    }


def _missed_attempt(event: Envelope[ContactMissed]) -> Row:
    attempt = event.data
    return {
        "sequence": event.sequence,
        "attempt_id": attempt.attempt_id,
        "line_location_id": attempt.line_location_id,
        "channel": attempt.channel,
        "offered_quarter": attempt.offered_quarter,
        "reason": attempt.reason,
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
