"""Let swaps lapse to which not all have agreed in time."""

from datetime import datetime

from shared.database import Database

from volunteers.swaps.load_swap import lock_swap, settle

SELECT_LAPSING = """
SELECT swap_id FROM swap WHERE state = 'proposed' AND expires_at < $1 ORDER BY swap_id
"""


async def lapse_swaps(database: Database, now: datetime) -> None:
    """Settle each swap whose time is over, a commit for each, and tell who is in it."""
    async with database.commit() as connection:
        rows = await connection.fetch(SELECT_LAPSING, now)
    for row in rows:
        async with database.commit() as connection:
            swap, legs = await lock_swap(connection, row["swap_id"])
            if swap.state == "proposed":
                await settle(connection, swap, legs, "lapsed", now)
