"""What is answered of contacts and missed attempts, and how much of it to whom."""

from datetime import datetime, timedelta
from uuid import UUID

from shared.events.vocabulary import (
    Channel,
    Kind,
    Line,
    MissedReason,
    MisuseKind,
    Organisation,
    Outcome,
    Topic,
)
from shared.http import View
from shared.reach import Reach

from contacts.registration.commands import RegisterContact
from contacts.registration.rules import quarter, whole_minutes
from contacts.tables import Contact, MissedAttempt

MINUTE_SECONDS = 60


class ContactView(View):
    """A registered contact. `dutyVerified` is false while its shift is not known here.

    `redial`: the caller had tried before that day; null: it cannot be known. `surgeId` is that of
    an accident or disaster line.

    Only who registered it sees exact times, `topics` and `misuseKind` (null for all others): others
    see the quarter hour in which it began, and lengths in whole minutes.
    """

    contact_id: UUID
    attempt_id: UUID
    channel: Channel
    line: Line
    line_location_id: UUID | None
    answered_at_location_id: UUID
    volunteer_id: UUID
    started_at: datetime
    ended_at: datetime
    wait_seconds: int
    kind: Kind
    topics: list[Topic] | None
    outcome: Outcome
    diverted_from: Organisation | None
    heavy: bool
    duty_verified: bool
    version: int
    redial: bool | None
    misuse_kind: MisuseKind | None
    surge_id: UUID | None


class MissedAttemptView(View):
    """A registered attempt that nobody answered; exact in the answer to its registration only."""

    attempt_id: UUID
    channel: Channel
    line: Line
    line_location_id: UUID | None
    offered_at: datetime
    waited_seconds: int
    reason: MissedReason
    redial: bool | None
    cooled_down: bool | None
    surge_id: UUID | None


def registered_as(
    command: RegisterContact,
    *,
    contact_id: UUID,
    attempt_id: UUID,
    duty_verified: bool,
    version: int,
    redial: bool | None = None,
    surge_id: UUID | None = None,
) -> ContactView:
    """Return the contact that a registration or a correction makes."""
    return ContactView(
        contact_id=contact_id,
        attempt_id=attempt_id,
        channel=command.channel,
        line=command.line,
        line_location_id=command.line_location_id,
        answered_at_location_id=command.answered_at_location_id,
        volunteer_id=command.volunteer_id,
        started_at=command.started_at,
        ended_at=command.ended_at,
        wait_seconds=command.wait_seconds,
        kind=command.kind,
        topics=command.topics,
        outcome=command.outcome,
        diverted_from=command.diverted_from,
        heavy=command.heavy,
        duty_verified=duty_verified,
        version=version,
        redial=redial,
        misuse_kind=command.misuse_kind,
        surge_id=surge_id,
    )


def contact_view(row: Contact) -> ContactView:
    """Return what a row of the table says, whole."""
    return ContactView.model_validate(
        {
            "contact_id": row.contact_id,
            "attempt_id": row.attempt_id,
            "channel": row.channel,
            "line": row.line,
            "line_location_id": row.line_location_id,
            "answered_at_location_id": row.answered_at_location_id,
            "volunteer_id": row.volunteer_id,
            "started_at": row.started_at,
            "ended_at": row.ended_at,
            "wait_seconds": row.wait_seconds,
            "kind": row.kind,
            "topics": row.topics,
            "outcome": row.outcome,
            "diverted_from": row.diverted_from,
            "heavy": row.heavy,
            "duty_verified": row.duty_verified,
            "version": row.version,
            "redial": row.redial,
            "misuse_kind": row.misuse_kind,
            "surge_id": row.surge_id,
        }
    )


def missed_attempt_view(row: MissedAttempt) -> MissedAttemptView:
    """Return what a row of the table says, whole."""
    return MissedAttemptView.model_validate(
        {
            "attempt_id": row.attempt_id,
            "channel": row.channel,
            "line": row.line,
            "line_location_id": row.line_location_id,
            "offered_at": row.offered_at,
            "waited_seconds": row.waited_seconds,
            "reason": row.reason,
            "redial": row.redial,
            "cooled_down": row.cooled_down,
            "surge_id": row.surge_id,
        }
    )


def as_seen_within(reach: Reach, contact: ContactView) -> ContactView:
    """Return of a contact what may be shown to whoever asks.

    An exact time could be matched with a telephone bill, and so could the wait before it. Who
    looks after volunteers and shifts needs to know how heavy it was, not the topics.
    """
    if reach.is_own(contact.volunteer_id):
        return contact
    started = quarter(contact.started_at)
    length = timedelta(minutes=whole_minutes(contact.started_at, contact.ended_at))
    shown = {
        "started_at": started,
        "ended_at": started + length,
        "wait_seconds": contact.wait_seconds // MINUTE_SECONDS * MINUTE_SECONDS,
        "topics": None,
        "misuse_kind": None,
    }
    return contact.model_copy(update=shown)


def missed_as_seen_by_others(attempt: MissedAttemptView) -> MissedAttemptView:
    """Return of a missed attempt what is shown after its registration: no exact time."""
    shown = {
        "offered_at": quarter(attempt.offered_at),
        "waited_seconds": attempt.waited_seconds // MINUTE_SECONDS * MINUTE_SECONDS,
    }
    return attempt.model_copy(update=shown)
