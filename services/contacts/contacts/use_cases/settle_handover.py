"""Settle a warm handover by the partner's answer.

The partner is outside our walls: what it sends without meaning is counted, and nothing more. Its
clock is not ours either: a handover is settled when its answer arrives here.
"""

from datetime import datetime

from prometheus_client import Counter
from shared.database import Connection
from shared.events.contacts import HandoverSettled
from shared.events.envelope import Envelope, publisher_of
from shared.events.partners import (
    HandoverAnswered,
    HandoverSettledFor113Online,
    HandoverSettledForVeiligThuis,
    SettlementCopied,
)
from shared.outbox import outbox_row, record
from shared.refusals import Refusal

from contacts.partner_copies import keep_copy
from contacts.rules.handover import ReferralUnknown, settle
from contacts.rules.registration import quarter

COPIES: dict[str, type[SettlementCopied]] = {
    "113online": HandoverSettledFor113Online,
    "veiligthuis": HandoverSettledForVeiligThuis,
}
LOCK_REFERRAL = """
SELECT referral_id, partner, mode, outcome FROM referral WHERE copy_id = $1 FOR UPDATE
"""
SAVE_OUTCOME = "UPDATE referral SET outcome = $2, settled_at = $3 WHERE referral_id = $1"
SETTLED_VERSION = 2  # a referral is made, then settled: that is all of its history
IGNORED = Counter(
    "handover_answers_ignored", "Answers of partners without an effect", ["partner", "reason"]
)


async def settle_handovers(
    connection: Connection, events: list[Envelope[HandoverAnswered]], now: datetime
) -> None:
    """Keep the outcomes, tell `handover_settled`, and record the partners' copies.

    Referrals are locked in one order, so that two workers do not deadlock; the answers to one
    stay in theirs. The subject says which partner answers: the bus lets no other one publish
    there. An answer without a meaning is counted.
    """
    for event in sorted(events, key=lambda event: event.data.referral_id):
        partner = publisher_of(event.data.subject)
        try:
            await _settle(connection, event.data, partner, now)
        except Refusal as refusal:
            IGNORED.labels(partner, refusal.code()).inc()


async def _settle(
    connection: Connection, answered: HandoverAnswered, by: str, now: datetime
) -> None:
    copy_id = answered.referral_id
    referral = await connection.fetchrow(LOCK_REFERRAL, copy_id)
    if referral is None:
        raise ReferralUnknown(f"there is no copy {copy_id}")
    referral_id, partner = referral["referral_id"], referral["partner"]
    outcome = settle(
        answered.answer,
        by=by,
        partner=partner,
        mode=referral["mode"],
        outcome=referral["outcome"],
    )
    await connection.execute(SAVE_OUTCOME, referral_id, outcome, now)
    told = HandoverSettled(
        referral_id=referral_id, partner=partner, outcome=outcome, settled_quarter=quarter(now)
    )
    row = outbox_row(told, aggregate_id=referral_id, version=SETTLED_VERSION, now=now)
    await record(connection, row)
    copy = COPIES[by](referral_id=copy_id, outcome=outcome)
    await keep_copy(connection, copy, copy_id=copy_id, version=SETTLED_VERSION, now=now)
