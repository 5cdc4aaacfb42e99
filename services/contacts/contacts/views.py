"""What contacts answers, and how much of it to whom."""

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import Field
from shared.events.vocabulary import (
    Channel,
    HandoverOutcome,
    Kind,
    Line,
    MissedReason,
    Organisation,
    Outcome,
    Partner,
    ReferralMode,
    Topic,
    Urgency,
)
from shared.http import View
from shared.reach import Reach

from contacts.rules.registration import quarter, whole_minutes

MINUTE_SECONDS = 60


class ContactView(View):
    """A registered contact. `dutyVerified` is false while its shift is not known here.

    Only who registered it sees exact times and `topics` (null for all others): others see the
    quarter hour in which it began, and lengths in whole minutes.
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


class MissedAttemptView(View):
    """A registered attempt that nobody answered; exact in the answer to its registration only."""

    attempt_id: UUID
    channel: Channel
    line: Line
    line_location_id: UUID | None
    offered_at: datetime
    waited_seconds: int
    reason: MissedReason


class ReferralView(View):
    """A referral to a partner.

    `outcome` and `settledAt` say how and when a warm handover ended; both are null while it is
    open, and for every other mode. `timed_out` is not given yet. Who did not register the contact
    sees quarter hours.
    """

    referral_id: UUID
    contact_id: UUID
    partner: Partner
    mode: ReferralMode
    urgency: Urgency
    made_at: datetime
    outcome: HandoverOutcome | None
    settled_at: datetime | None


class Totals(View):
    """How much began in a month. A conversation is an answered attempt of that kind."""

    month: str = Field(description="in Europe/Amsterdam, closed")
    contacts_handled: int
    conversations: int
    contacts_missed: int
    referrals_made: int
    duty_not_verified: int


def as_seen_within(reach: Reach, contact: ContactView) -> ContactView:
    """Return of a contact what may be shown to whoever asks.

    An exact time could be matched with a telephone bill, the wait before it too. What was talked
    about is needed by nobody who looks after volunteers and shifts: how heavy it was is.
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
    }
    return contact.model_copy(update=shown)


def missed_as_seen_by_others(attempt: MissedAttemptView) -> MissedAttemptView:
    """Return of a missed attempt what is shown after its registration: no exact time."""
    shown = {
        "offered_at": quarter(attempt.offered_at),
        "waited_seconds": attempt.waited_seconds // MINUTE_SECONDS * MINUTE_SECONDS,
    }
    return attempt.model_copy(update=shown)


def referral_as_seen_by_others(referral: ReferralView) -> ReferralView:
    """Return of a referral what is shown to whoever did not register its contact."""
    settled = referral.settled_at
    shown = {
        "made_at": quarter(referral.made_at),
        "settled_at": quarter(settled) if settled else None,
    }
    return referral.model_copy(update=shown)
