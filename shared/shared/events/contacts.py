"""What contacts says. Times are cut to the quarter hour, lengths to whole minutes.

An exact time could be matched with somebody's telephone bill: it stays inside contacts. When a
listener comes to the desk or leaves it tells of no help seeker: that time is cut to the minute.
"""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from shared.events.envelope import Event
from shared.events.vocabulary import (
    Channel,
    HandoverOutcome,
    Kind,
    Line,
    MissedReason,
    MisuseKind,
    Organisation,
    Outcome,
    Partner,
    Province,
    ReferralMode,
    Topic,
    Urgency,
)  # fmt: skip
from shared.strict import Moment

QUARTER_SECONDS = 900
MINUTE_SECONDS = 60


class ContactHandled(Event):
    """An attempt was answered, has ended and is registered. Aggregate: the contact.

    `redial`: the caller had tried before on the same day; null: that cannot be known, as of a chat
    or a letter. `misuseKind` goes with the kind `misuse` only; null: it was not said in what way.
    """

    subject: ClassVar[str] = "contacts.contact_handled.v1"
    time_grid_seconds: ClassVar[int] = QUARTER_SECONDS

    contact_id: UUID
    attempt_id: UUID
    channel: Channel
    line: Line
    line_location_id: UUID | None = Field(description="the local line's location; null: national")
    answered_at_location_id: UUID
    volunteer_id: UUID
    started_quarter: Moment
    duration_minutes: int
    wait_seconds: int
    kind: Kind
    topics: list[Topic]
    outcome: Outcome
    diverted_from: Organisation | None
    heavy: bool
    duty_verified: bool
    redial: bool | None = None
    misuse_kind: MisuseKind | None = None
    surge_id: UUID | None = Field(default=None, description="the accident or disaster line's surge")


class ContactCorrected(ContactHandled):
    """A contact's registration was changed: the same, whole. Aggregate: the contact."""

    subject: ClassVar[str] = "contacts.contact_corrected.v1"


class ContactMissed(Event):
    """An attempt that nobody answered. Aggregate: the attempt.

    `redial` is as in `contact_handled`. `cooledDown`: the caller was told to call later because of
    misuse; the reason is `closed` then, and it is no attempt that somebody should have answered.
    """

    subject: ClassVar[str] = "contacts.contact_missed.v1"
    time_grid_seconds: ClassVar[int] = QUARTER_SECONDS

    attempt_id: UUID
    channel: Channel
    line: Line
    line_location_id: UUID | None
    offered_quarter: Moment
    waited_seconds: int
    reason: MissedReason
    redial: bool | None = None
    cooled_down: bool | None = None
    surge_id: UUID | None = Field(default=None, description="the accident or disaster line's surge")


class ReferralMade(Event):
    """A help seeker was pointed or handed to a partner. Aggregate: the referral."""

    subject: ClassVar[str] = "contacts.referral_made.v1"
    time_grid_seconds: ClassVar[int] = QUARTER_SECONDS

    referral_id: UUID
    contact_id: UUID
    partner: Partner
    mode: ReferralMode
    channel: Channel
    made_quarter: Moment
    urgency: Urgency


class HandoverSettled(Event):
    """How a warm handover ended. Aggregate: the referral."""

    subject: ClassVar[str] = "contacts.handover_settled.v1"
    time_grid_seconds: ClassVar[int] = QUARTER_SECONDS

    referral_id: UUID
    partner: Partner
    outcome: HandoverOutcome
    settled_quarter: Moment


class ListenerPresent(Event):
    """A listener of a shift is at the desk and takes contacts. Aggregate: the volunteer."""

    subject: ClassVar[str] = "contacts.listener_present.v1"
    time_grid_seconds: ClassVar[int] = MINUTE_SECONDS

    volunteer_id: UUID
    shift_id: UUID
    location_id: UUID
    channels: list[Channel]
    at: Moment = Field(description="the minute in which it began")


class ListenerAbsent(ListenerPresent):
    """A listener left the desk, or was lost to it. Aggregate: the volunteer.

    The fields are those of `listener_present`; `channels` are those that are no longer answered.
    """

    subject: ClassVar[str] = "contacts.listener_absent.v1"


class SurgeDeclared(Event):
    """Listeners are called for: an accident or a disaster. Aggregate: the surge.

    `line` is the line on which people will call, `region` the province. Told again, whole, when
    more or fewer listeners are wanted.
    """

    subject: ClassVar[str] = "contacts.surge_declared.v1"
    time_grid_seconds: ClassVar[int] = MINUTE_SECONDS

    surge_id: UUID
    line: Line
    region: Province
    since: Moment
    listeners_wanted: int = Field(ge=1, le=200)


class SurgeEnded(Event):
    """Nobody more is called for. Aggregate: the surge."""

    subject: ClassVar[str] = "contacts.surge_ended.v1"
    time_grid_seconds: ClassVar[int] = MINUTE_SECONDS

    surge_id: UUID
    line: Line
    region: Province
    until: Moment
    listeners_wanted: int = Field(ge=1, le=200)
