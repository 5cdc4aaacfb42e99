"""Take back notices whose reason is gone, in the commit that takes it away."""

from collections.abc import Sequence
from uuid import UUID

from shared.database import Connection

from volunteers.notices.vocabulary import NoticeKind

DELETE_WAITING = """
DELETE FROM notice WHERE state = 'waiting' AND kind = $1 AND about_id = ANY($2)
"""


async def withdraw_notices(connection: Connection, kind: NoticeKind, about: Sequence[UUID]) -> None:
    """Delete what was not sent yet of a kind about these ids; it may be wanted again later."""
    await connection.execute(DELETE_WAITING, kind, about)
