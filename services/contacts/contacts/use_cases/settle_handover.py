"""Settle a warm handover by the partner's answer.

The partner is outside our walls: what it sends without meaning is counted, and nothing more. Its
clock is not ours either: a handover is settled when its answer arrives here.
"""

from datetime import datetime

from prometheus_client import Counter
from shared.events.contacts import HandoverSettled
from shared.events.envelope import Envelope, publisher_of
from shared.events.partners import (
    HandoverAnswered,
    HandoverSettledFor113Online,
    HandoverSettledForVeiligThuis,
    SettlementCopied,
)
from shared.outbox import record
from shared.refusals import Refusal
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from contacts.partner_copies import keep_copy
from contacts.rules.handover import ReferralUnknown, settle
from contacts.rules.registration import quarter
from contacts.tables import Referral

COPIES: dict[str, type[SettlementCopied]] = {
    "113online": HandoverSettledFor113Online,
    "veiligthuis": HandoverSettledForVeiligThuis,
}
SETTLED_VERSION = 2  # a referral is made, then settled: that is all of its history
IGNORED = Counter(
    "handover_answers_ignored", "Answers of partners without an effect", ["partner", "reason"]
)


async def settle_handover(
    session: AsyncSession, event: Envelope[HandoverAnswered], now: datetime
) -> None:
    """Keep the outcome, tell `handover_settled`, and record the partner's copy; or count why not.

    The subject says which partner answers: the bus lets no other one publish there.
    """
    partner = publisher_of(event.data.subject)
    try:
        await _settle(session, event.data, partner, now)
    except Refusal as refusal:
        IGNORED.labels(partner, refusal.code()).inc()


async def _settle(
    session: AsyncSession, answered: HandoverAnswered, by: str, now: datetime
) -> None:
    copy_id = answered.referral_id
    found = await session.exec(
        select(Referral).where(Referral.copy_id == copy_id).with_for_update()
    )
    referral = found.one_or_none()
    if referral is None:
        raise ReferralUnknown(f"there is no copy {copy_id}")
    outcome = settle(
        answered.answer,
        by=by,
        partner=referral.partner,
        mode=referral.mode,
        outcome=referral.outcome,
    )
    referral.outcome, referral.settled_at = outcome, now
    told = HandoverSettled(**referral.model_dump(), settled_quarter=quarter(now))
    record(session, told, aggregate_id=referral.referral_id, version=SETTLED_VERSION, now=now)
    copy = COPIES[by](referral_id=copy_id, outcome=outcome)
    keep_copy(session, copy, copy_id=copy_id, version=SETTLED_VERSION, now=now)
