"""Check that a contact with referrals is registered as a conversation."""

from uuid import UUID

from shared.database import Connection
from shared.events.vocabulary import Kind

from contacts.referrals.rules import check_kind_of_referred

IS_REFERRED = "SELECT EXISTS (SELECT FROM referral WHERE contact_id = $1)"


async def check_registered_kind(connection: Connection, contact_id: UUID, kind: Kind) -> None:
    """Refuse another kind than conversation for a contact that has referrals.

    The caller holds the lock of the attempt, so that no referral is made meanwhile. Raises
    ReferredContactIsNoConversation.
    """
    if await connection.fetchval(IS_REFERRED, contact_id):
        check_kind_of_referred(kind)
