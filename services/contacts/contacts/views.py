"""What contacts answers."""

from datetime import datetime
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


class ContactView(View):
    """A registered contact. `dutyVerified` is false while its shift is not known here."""

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
    topics: list[Topic]
    outcome: Outcome
    diverted_from: Organisation | None
    heavy: bool
    duty_verified: bool
    version: int


class MissedAttemptView(View):
    """A registered attempt that nobody answered."""

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
    open, and for every other mode. `timed_out` is not given yet.
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
