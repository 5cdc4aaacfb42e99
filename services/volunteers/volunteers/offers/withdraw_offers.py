"""Withdraw open offers: of a shift that needs nobody more, or of a source that ended."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shared.database import Connection

WITHDRAW_OF_SHIFT = """
UPDATE offer SET state = 'withdrawn', answered_at = $2 WHERE shift_id = $1 AND state = 'open'
"""
WITHDRAW_OF_SOURCE = """
UPDATE offer SET state = 'withdrawn', answered_at = $2
WHERE source_id = ANY($1) AND state = 'open'
"""


async def withdraw_offers(connection: Connection, shift_id: UUID, now: datetime) -> None:
    """Withdraw the open offers of a shift, whose row the caller has locked."""
    await connection.execute(WITHDRAW_OF_SHIFT, shift_id, now)


async def withdraw_offers_of_source(
    connection: Connection, source_ids: Sequence[UUID], now: datetime
) -> None:
    """Withdraw the open offers that were made for proposals or surges that are over."""
    await connection.execute(WITHDRAW_OF_SOURCE, source_ids, now)
