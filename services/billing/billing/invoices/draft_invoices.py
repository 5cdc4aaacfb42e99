"""Note which settled years contracts owe; a round of invoices bills them.

An obligation is unique on contract and year. The handler that runs first inserts it, from the
contracts and settlements that are committed by then, in whichever order the events come. A contract
owes each settled year of which it covers a day.
"""

from collections.abc import Sequence
from uuid import UUID

from shared.database import Connection

# Inserted in one order, which excludes a deadlock of two handlers. $1: years, $2: contracts.
INSERT_OBLIGATIONS = """
INSERT INTO invoice_obligation (contract_id, year)
SELECT c.contract_id, s.year
FROM settlement s JOIN contract c ON c.tariff_version = s.tariff_version
    AND c.first_day <= make_date(s.year, 12, 31) AND c.last_day >= make_date(s.year, 1, 1)
WHERE s.year = ANY ($1::int[]) OR c.contract_id = ANY ($2::uuid[])
ORDER BY c.contract_id, s.year
ON CONFLICT DO NOTHING
"""


async def draft_invoices(
    connection: Connection, years: Sequence[int] = (), contracts: Sequence[UUID] = ()
) -> None:
    """Note the obligations of settled years and of contracts, once each."""
    await connection.execute(INSERT_OBLIGATIONS, years, contracts)
