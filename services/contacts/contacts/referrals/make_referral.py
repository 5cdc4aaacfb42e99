"""Make a referral of a registered contact."""

from datetime import datetime, timedelta
from uuid import UUID

from shared.database import Connection

from contacts.referrals.commands import MakeReferral
from contacts.referrals.keep_referral import keep_referral
from contacts.referrals.rules import answer_by, check_referable
from contacts.referrals.views import ReferralView
from contacts.registration.correct_contact import ContactNotFound

LOCK_CONTACT = "SELECT kind, channel, ended_at FROM contact WHERE contact_id = $1 FOR UPDATE"


async def make_referral(
    connection: Connection,
    contact_id: UUID,
    command: MakeReferral,
    now: datetime,
    answer_within: timedelta,
) -> ReferralView:
    """Refer a registered contact to a partner; `madeAt` is the contact's end.

    A warm handover times out `answer_within` from now. Raises ContactNotFound, NothingToRefer or
    AlreadyReferred.
    """
    contact = await connection.fetchrow(LOCK_CONTACT, contact_id)
    if contact is None:
        raise ContactNotFound(f"there is no contact {contact_id}")
    check_referable(contact["kind"])
    return await keep_referral(
        connection,
        command,
        contact_id=contact_id,
        attempt_id=None,
        channel=contact["channel"],
        made_at=contact["ended_at"],
        answer_by=answer_by(command.mode, now, answer_within),
        now=now,
    )
