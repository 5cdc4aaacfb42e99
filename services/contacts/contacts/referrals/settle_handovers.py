"""Settle a warm handover by the partner's answer.

A partner is outside our system: an answer without a meaning is counted, and has no other effect.
Nor do we trust its clock: a handover is settled at the time at which the answer arrives here.
"""

from datetime import datetime

from prometheus_client import Counter
from shared.database import Connection
from shared.events.contacts import HandoverSettled
from shared.events.envelope import Envelope, publisher_of
from shared.events.partners import HandoverAnswered
from shared.outbox import outbox_row, record
from shared.refusals import Refusal

from contacts.partner_copies.keep_copy import keep_copy
from contacts.partner_copies.make_copy import copy_of_settlement
from contacts.referrals.rules import ReferralUnknown, settle
from contacts.registration.rules import quarter

LOCK_REFERRAL = """
SELECT referral_id, partner, mode, outcome FROM referral WHERE copy_id = $1 FOR UPDATE
"""
UPDATE_OUTCOME = "UPDATE referral SET outcome = $2, settled_at = $3 WHERE referral_id = $1"
SETTLED_VERSION = 2  # a referral is made (1), then settled (2), and never changed again
IGNORED = Counter(
    "handover_answers_ignored", "Answers of partners without an effect", ["partner", "reason"]
)


async def settle_handovers(
    connection: Connection, events: list[Envelope[HandoverAnswered]], now: datetime
) -> None:
    """Keep the outcomes, tell `handover_settled`, and record the partners' copies.

    Referrals are locked in the order of their ids, so that two workers do not deadlock; answers
    to the same referral keep their order. The subject says which partner answers: the bus lets
    nobody else publish there. An answer without a meaning is counted.
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
    await connection.execute(UPDATE_OUTCOME, referral_id, outcome, now)
    told = HandoverSettled(
        referral_id=referral_id, partner=partner, outcome=outcome, settled_quarter=quarter(now)
    )
    row = outbox_row(told, aggregate_id=referral_id, version=SETTLED_VERSION, now=now)
    await record(connection, row)
    copy = copy_of_settlement(by, copy_id, outcome)
    await keep_copy(connection, copy, copy_id=copy_id, version=SETTLED_VERSION, now=now)
