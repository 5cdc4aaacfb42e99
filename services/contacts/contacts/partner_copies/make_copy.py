"""What a partner is told: a copy made for it, with an id of its own and nothing to match it by.

A new partner has its two events in `shared/events/partners.py`, and its place in these two tables.
"""

from datetime import datetime
from uuid import UUID

from shared.events.partners import (
    HandoverSettledFor113Online,
    HandoverSettledForVeiligThuis,
    ReferralCopied,
    ReferralMadeFor113Online,
    ReferralMadeForVeiligThuis,
    SettlementCopied,
)
from shared.events.vocabulary import Channel, HandoverOutcome, Partner, ReferralMode, Urgency

REFERRALS: dict[str, type[ReferralCopied]] = {
    "113online": ReferralMadeFor113Online,
    "veiligthuis": ReferralMadeForVeiligThuis,
}
SETTLEMENTS: dict[str, type[SettlementCopied]] = {
    "113online": HandoverSettledFor113Online,
    "veiligthuis": HandoverSettledForVeiligThuis,
}


def copy_of_referral(
    partner: Partner,
    copy_id: UUID,
    *,
    mode: ReferralMode,
    channel: Channel,
    urgency: Urgency,
    made_quarter: datetime,
) -> ReferralCopied:
    """Return a partner's copy of a referral; `copy_id` stands in it for the referral's own id."""
    return REFERRALS[partner](
        referral_id=copy_id, mode=mode, channel=channel, urgency=urgency, made_at=made_quarter
    )


def copy_of_settlement(partner: str, copy_id: UUID, outcome: HandoverOutcome) -> SettlementCopied:
    """Return a partner's copy of how a warm handover ended."""
    return SETTLEMENTS[partner](referral_id=copy_id, outcome=outcome)
