"""Connect the help seeker of an open chat to the partner that accepted."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection

from contacts.referrals.rules import ReferralNotFound, check_connectable
from contacts.referrals.settle_handover import settle_handover
from contacts.referrals.views import ReferralView, handover_of, referral_view

LOCK_REFERRAL = "SELECT * FROM referral WHERE referral_id = $1 FOR UPDATE"


async def connect_handover(
    connection: Connection, referral_id: UUID, now: datetime
) -> ReferralView:
    """Settle an accepted handover as `connected`: the listener has brought the two together.

    The caller has seen to it that the referral is of the listener's own chat. Raises
    ReferralNotFound, NoWarmHandover, HandoverNotAccepted or HandoverSettledBefore.
    """
    referral = await connection.fetchrow(LOCK_REFERRAL, referral_id)
    if referral is None:
        raise ReferralNotFound(f"there is no referral {referral_id}")
    check_connectable(handover_of(referral))
    await settle_handover(connection, referral, "connected", now)
    return referral_view({**referral, "outcome": "connected", "settled_at": now})
