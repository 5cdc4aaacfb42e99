"""Refer the help seeker of an open chat or call to a partner, and hand over."""

from datetime import datetime, timedelta
from uuid import UUID

from shared.database import Connection

from contacts.desk.rules import check_open
from contacts.queue.stored_queue import load_attempt, lock_queue
from contacts.referrals.commands import MakeReferral
from contacts.referrals.connect_handover import connect_handover
from contacts.referrals.make_live_referral import make_live_referral
from contacts.referrals.rules import ReferralNotFound

FIND_CONTACT_ID = "SELECT contact_id FROM attempt WHERE attempt_id = $1"
IS_OF_ATTEMPT = "SELECT EXISTS (SELECT FROM referral WHERE referral_id = $1 AND attempt_id = $2)"


async def refer_chat(
    connection: Connection,
    attempt_id: UUID,
    volunteer_id: UUID,
    *,
    command: MakeReferral,
    now: datetime,
    answer_within: timedelta,
) -> None:
    """Make the referral -> `referral_made`; raises NotYourChat, AlreadyReferred."""
    await lock_queue(connection)
    attempt = await load_attempt(connection, attempt_id)
    check_open(attempt, volunteer_id)
    await make_live_referral(
        connection,
        attempt_id=attempt_id,
        contact_id=await connection.fetchval(FIND_CONTACT_ID, attempt_id),
        channel=attempt.channel,
        command=command,
        now=now,
        answer_within=answer_within,
    )


async def connect_chat(
    connection: Connection, attempt_id: UUID, referral_id: UUID, volunteer_id: UUID, now: datetime
) -> None:
    """Hand over to the partner that has accepted -> `handover_settled`.

    Raises NotYourChat, ReferralNotFound and what `connect_handover` refuses.
    """
    await lock_queue(connection)
    check_open(await load_attempt(connection, attempt_id), volunteer_id)
    if not await connection.fetchval(IS_OF_ATTEMPT, referral_id, attempt_id):
        raise ReferralNotFound("this chat or call has no such referral")
    await connect_handover(connection, referral_id, now)
