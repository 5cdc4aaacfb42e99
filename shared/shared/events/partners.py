"""The partners' own copies, and what partners answer.

A copy has an id of its own, no trace, and times cut to the quarter hour: nothing in it can be
matched with another partner's copy of the same conversation. Each partner has subjects, a stream
and an account of its own; a new partner is a word in the vocabulary and three classes here.
"""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from shared.events.contacts import QUARTER_SECONDS
from shared.events.envelope import Event
from shared.events.vocabulary import (
    Channel,
    HandoverAnswer,
    HandoverOutcome,
    ReferralMode,
    Urgency,
)
from shared.strict import Moment


class ReferralCopied(Event):
    """A partner's copy of a referral. Aggregate: the copy, by its own `referralId`."""

    time_grid_seconds: ClassVar[int] = QUARTER_SECONDS

    referral_id: UUID
    mode: ReferralMode
    channel: Channel
    urgency: Urgency
    made_at: Moment = Field(
        description="the quarter hour in which the conversation ended, or an open chat was referred"
    )


class SettlementCopied(Event):
    """A partner's copy of how a warm handover ended. Aggregate: its copy of the referral."""

    time_grid_seconds: ClassVar[int] = QUARTER_SECONDS

    referral_id: UUID
    outcome: HandoverOutcome


class HandoverAnswered(Event):
    """A partner's answer to a warm handover. Aggregate: its copy of the referral."""

    referral_id: UUID
    answer: HandoverAnswer
    answered_at: Moment


class ReferralMadeFor113Online(ReferralCopied):
    """113Online's copy of a referral. Aggregate: the copy, by its own `referralId`."""

    subject: ClassVar[str] = "partners.113online.referral_made.v1"


class HandoverSettledFor113Online(SettlementCopied):
    """113Online's copy of how a warm handover ended. Aggregate: its copy of the referral."""

    subject: ClassVar[str] = "partners.113online.handover_settled.v1"


class HandoverAnsweredBy113Online(HandoverAnswered):
    """113Online answers a warm handover. Aggregate: its copy of the referral."""

    subject: ClassVar[str] = "partners.113online.handover_answered.v1"


class ReferralMadeForVeiligThuis(ReferralCopied):
    """Veilig Thuis's copy of a referral. Aggregate: the copy, by its own `referralId`."""

    subject: ClassVar[str] = "partners.veiligthuis.referral_made.v1"


class HandoverSettledForVeiligThuis(SettlementCopied):
    """Veilig Thuis's copy of how a warm handover ended. Aggregate: its copy of the referral."""

    subject: ClassVar[str] = "partners.veiligthuis.handover_settled.v1"


class HandoverAnsweredByVeiligThuis(HandoverAnswered):
    """Veilig Thuis answers a warm handover. Aggregate: its copy of the referral."""

    subject: ClassVar[str] = "partners.veiligthuis.handover_answered.v1"
