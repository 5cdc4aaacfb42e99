"""Begin a round of invoices: an item for every contract that owes the year.

What is owed is computed when an item is taken (`issue_rounds`), so a round says nothing yet.
"""

from datetime import datetime
from uuid import UUID, uuid4

from shared.database import Connection

from billing.invoices.commands import BeginRound
from billing.invoices.draft_invoices import draft_invoices
from billing.invoices.read_rounds import read_round
from billing.invoices.rules.rounds import check_settled
from billing.invoices.views import RoundView

SELECT_YEAR_IS_SETTLED = "SELECT true FROM settlement WHERE year = $1"
# A second round of the year waits for the first to be committed, and is that one.
INSERT_ROUND = """
INSERT INTO invoice_run (run_id, year, started_at) VALUES ($1, $2, $3)
ON CONFLICT (year) WHERE finished_at IS NULL DO NOTHING
RETURNING run_id
"""
SELECT_LAST_ROUND = """
SELECT run_id FROM invoice_run WHERE year = $1 ORDER BY started_at DESC LIMIT 1
"""
INSERT_ITEMS = """
INSERT INTO invoice_run_item (run_id, contract_id, place, state, numbers)
SELECT $1, o.contract_id, row_number() OVER (ORDER BY c.payer, o.contract_id), 'open', '[]'
FROM invoice_obligation o JOIN contract c USING (contract_id) WHERE o.year = $2
"""


async def begin_round(connection: Connection, command: BeginRound, now: datetime) -> RoundView:
    """Begin a round of a settled year, or return the one that is open.

    Raises `YearNotSettled`.
    """
    year = command.year
    check_settled(year, bool(await connection.fetchval(SELECT_YEAR_IS_SETTLED, year)))
    begun: UUID | None = await connection.fetchval(INSERT_ROUND, uuid4(), year, now)
    if begun is None:
        return await read_round(connection, await connection.fetchval(SELECT_LAST_ROUND, year))
    # The events of a settlement and of contracts just signed may still be on their way.
    await draft_invoices(connection, years=[year])
    await connection.execute(INSERT_ITEMS, begun, year)
    return await read_round(connection, begun)
