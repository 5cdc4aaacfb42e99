"""The partners' own copies: an id of their own, no trace, times cut to the minute.

Nothing in a copy can be matched with another partner's copy of the same conversation.
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.events.envelope import Event
from shared.events.vocabulary import Channel, ReferralMode, Urgency


class ReferralMadeFor113Online(Event):
    """113Online's copy of a referral. Aggregate: the copy, by its own `referralId`."""

    subject: ClassVar[str] = "partners.113online.referral_made.v1"
    time_grid_seconds: ClassVar[int] = 60

    referral_id: UUID
    mode: ReferralMode
    channel: Channel
    urgency: Urgency
    made_at: datetime
