"""The desk as its listener sees it."""

from datetime import datetime
from uuid import UUID

from shared.events.vocabulary import (
    Channel,
    Line,
    Organisation,
    Partner,
    Province,
    ReferralMode,
    Role,
    Urgency,
)
from shared.http import View

from contacts.queue.rules.lifecycle import EndedBy
from contacts.queue.rules.routing import DeskState
from contacts.referrals.rules import Step
from contacts.surges.rules import SurgeKind


class ShiftView(View):
    """A shift of one's own that runs now, with half an hour before and after."""

    shift_id: UUID
    location_id: UUID | None
    location_name: str | None
    channels: list[Channel]
    role: Role | None
    starts_at: datetime
    ends_at: datetime


class DeskNow(View):
    """Which shift the listener works, and how."""

    shift_id: UUID
    location_id: UUID | None
    location_name: str | None
    channels: list[Channel]
    role: Role | None
    state: DeskState
    since: datetime
    most_chats: int


class SurgeCalledView(View):
    """The accident or disaster line by which somebody came."""

    kind: SurgeKind
    region: Province


class AttemptView(View):
    """Who comes, and by which line: of a location, of a partner, or of an accident."""

    attempt_id: UUID
    channel: Channel
    line: Line
    line_location_name: str | None
    line_organisation: Organisation | None
    surge: SurgeCalledView | None


class OfferView(AttemptView):
    """What is offered, until when; `continued`: another listener had this chat before.

    A call rings at the listener's extension until then.
    """

    arrived_at: datetime
    offered_at: datetime
    until: datetime
    continued: bool


class HandoverView(View):
    """A referral of a chat or call, and how far it is."""

    referral_id: UUID
    partner: Partner
    mode: ReferralMode
    urgency: Urgency
    step: Step | None
    answer_by: datetime | None


class ChatView(AttemptView):
    """An open chat or call. `waitSeconds`: until the first answer."""

    arrived_at: datetime
    wait_seconds: int
    answered_at: datetime
    seeker_gone_since: datetime | None
    continued: bool
    referrals: list[HandoverView]


class EndedChatView(ChatView):
    """A chat or call that has ended and is to be registered."""

    ended_at: datetime
    ended_by: EndedBy


class HeavyView(View):
    """A heavy contact of somebody else at the location, for its mentors."""

    contact_id: UUID
    at: datetime


class WaitingView(View):
    """How many wait, how many of them in a call, and the longest wait."""

    people: int
    calls: int
    longest_seconds: int


class DeskView(View):
    """All that a desk shows, but the words of the chats.

    `extension` is where the exchange rings, or rang last.
    """

    now: datetime
    volunteer_id: UUID
    extension: str | None
    shifts: list[ShiftView]
    desk: DeskNow | None
    offers: list[OfferView]
    chats: list[ChatView]
    to_register: list[EndedChatView]
    pause_offered: bool
    heavy_at_location: list[HeavyView]
    waiting: WaitingView
