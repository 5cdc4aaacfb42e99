"""What is answered of referrals, and how much of it to whom."""

from datetime import datetime
from uuid import UUID

from shared.events.vocabulary import HandoverOutcome, Partner, ReferralMode, Urgency
from shared.http import View

from contacts.registration.rules import quarter
from contacts.tables import Referral


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


def referral_view(row: Referral) -> ReferralView:
    """Return what a row of the table says, whole."""
    return ReferralView.model_validate(
        {
            "referral_id": row.referral_id,
            "contact_id": row.contact_id,
            "partner": row.partner,
            "mode": row.mode,
            "urgency": row.urgency,
            "made_at": row.made_at,
            "outcome": row.outcome,
            "settled_at": row.settled_at,
        }
    )


def referral_as_seen_by_others(referral: ReferralView) -> ReferralView:
    """Return of a referral what is shown to whoever did not register its contact."""
    settled = referral.settled_at
    shown = {
        "made_at": quarter(referral.made_at),
        "settled_at": quarter(settled) if settled else None,
    }
    return referral.model_copy(update=shown)
