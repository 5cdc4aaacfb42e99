"""What is answered of referrals, and how much of it to whom."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.events.vocabulary import HandoverOutcome, Partner, ReferralMode, Urgency
from shared.http import View

from contacts.referrals.rules import Handover, Step, step_of
from contacts.registration.rules import quarter


class ReferralView(View):
    """A referral to a partner.

    `step` says how far a warm handover is: `offered` until the partner answers; `declined`, or
    `accepted` by a partner to whom the listener has not connected the help seeker yet;
    `connected`; `timed_out`: no answer by `answerBy`, or accepted and not connected in as long
    again. A contact that was registered before its referral is `connected` once it is accepted.
    `outcome` and `settledAt` say how and when it ended. All of these are null while they are not
    known, and for every other mode. Who did not register the contact sees quarter hours.
    """

    referral_id: UUID
    contact_id: UUID
    partner: Partner
    mode: ReferralMode
    urgency: Urgency
    made_at: datetime
    step: Step | None
    answer_by: datetime | None
    answered_at: datetime | None
    outcome: HandoverOutcome | None
    settled_at: datetime | None


def referral_view(row: Mapping[str, Any]) -> ReferralView:
    """Return what a row of the table `referral` says, whole."""
    return ReferralView.model_validate({**row, "step": step_of(handover_of(row))})


def handover_of(row: Mapping[str, Any]) -> Handover:
    """Return what the rules look at in a row of the table `referral`."""
    return Handover(
        partner=row["partner"],
        mode=row["mode"],
        live=row["attempt_id"] is not None,
        made_at=row["made_at"],
        answer_by=row["answer_by"],
        answer=row["answer"],
        outcome=row["outcome"],
    )


def referral_as_seen_by_others(referral: ReferralView) -> ReferralView:
    """Return of a referral what is shown to whoever did not register its contact."""
    exact = ("made_at", "answer_by", "answered_at", "settled_at")
    times = {name: getattr(referral, name) for name in exact}
    return referral.model_copy(
        update={name: time and quarter(time) for name, time in times.items()}
    )
