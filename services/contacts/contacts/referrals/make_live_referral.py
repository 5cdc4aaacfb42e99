"""Make a referral in a chat that is still open: its contact is registered later."""

from datetime import datetime, timedelta
from uuid import UUID

from shared.database import Connection
from shared.events.vocabulary import Channel

from contacts.referrals.commands import MakeReferral
from contacts.referrals.keep_referral import keep_referral
from contacts.referrals.rules import answer_by
from contacts.referrals.views import ReferralView


async def make_live_referral(
    connection: Connection,
    *,
    attempt_id: UUID,
    contact_id: UUID,
    channel: Channel,
    command: MakeReferral,
    now: datetime,
    answer_within: timedelta,
) -> ReferralView:
    """Refer the help seeker of an open chat to a partner; `madeAt` is now.

    `contact_id` is the id with which the contact will be registered. The caller holds the lock of
    the attempt and has found it answered: so it is not registered meanwhile. The partner has
    `answer_within` for its answer to a warm handover, and the listener as long again to connect.
    Raises AlreadyReferred.
    """
    return await keep_referral(
        connection,
        command,
        contact_id=contact_id,
        attempt_id=attempt_id,
        channel=channel,
        made_at=now,
        answer_by=answer_by(command.mode, now, answer_within),
        now=now,
    )
