"""Take the partners' answers to warm handovers.

A partner is outside our system: an answer without a meaning is counted, and has no other effect.
Nor do we trust its clock: it answered when the answer arrives here.
"""

from datetime import datetime

from prometheus_client import Counter
from shared.database import Connection
from shared.events.envelope import Envelope, publisher_of
from shared.events.partners import HandoverAnswered
from shared.refusals import Refusal

from contacts.referrals.rules import ReferralUnknown, take_answer
from contacts.referrals.settle_handover import settle_handover
from contacts.referrals.views import handover_of

LOCK_REFERRAL = "SELECT * FROM referral WHERE copy_id = $1 FOR UPDATE"
UPDATE_ANSWER = "UPDATE referral SET answer = $2, answered_at = $3 WHERE referral_id = $1"
IGNORED = Counter(
    "handover_answers_ignored", "Answers of partners without an effect", ["partner", "reason"]
)


async def take_answers(
    connection: Connection, events: list[Envelope[HandoverAnswered]], now: datetime
) -> None:
    """Keep the answers, and settle each handover that its answer ends.

    Referrals are locked in the order of their ids, so that two workers do not deadlock; answers
    to the same referral keep their order. The subject says which partner answers: the bus lets
    nobody else publish there. An answer without a meaning is counted.
    """
    for event in sorted(events, key=lambda event: event.data.referral_id):
        partner = publisher_of(event.data.subject)
        try:
            await _take(connection, event.data, partner, now)
        except Refusal as refusal:
            IGNORED.labels(partner, refusal.code()).inc()


async def _take(connection: Connection, answered: HandoverAnswered, by: str, now: datetime) -> None:
    referral = await connection.fetchrow(LOCK_REFERRAL, answered.referral_id)
    if referral is None:
        raise ReferralUnknown(f"there is no copy {answered.referral_id}")
    outcome = take_answer(handover_of(referral), answered.answer, by=by)
    await connection.execute(UPDATE_ANSWER, referral["referral_id"], answered.answer, now)
    if outcome is not None:
        await settle_handover(connection, referral, outcome, now)
