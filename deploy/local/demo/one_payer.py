"""The same year with the VNG as the one payer, beside the year that was played.

The municipalities have signed for themselves, and nobody signs twice for the same years. So the
use cases of billing do it in temporary tables of one connection, and are rolled back: no number is
taken and no event is told.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from billing.contracts.commands import SignContract
from billing.contracts.sign_contract import sign_contract
from billing.invoices.bill_contract import bill_contract
from billing.invoices.draft_invoices import draft_invoices
from billing.settlements.commands import SettleYear
from billing.settlements.settle_year import settle_year

from demo.figures import SETTLED_YEAR, VNG
from demo.stored_ids import connected

LIST_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
# A temporary table stands before one of the schema that has the same name.
COPY_TABLE = 'CREATE TEMPORARY TABLE "{name}" (LIKE public."{name}" INCLUDING ALL)'
COPY_ROWS = 'INSERT INTO pg_temp."{name}" SELECT * FROM public."{name}"'
KNOWN = ("tariff", "tariff_period", "tariff_exclusion", "municipality", "municipality_figure",
         "party", "party_version")  # fmt: skip
SELECT_DOCUMENT = "SELECT total, lines::text FROM document WHERE number = $1"


async def bill_one_payer(
    url: str, codes: Sequence[str], terms: dict[str, Any]
) -> dict[str, Decimal]:
    """Return what the VNG owes of the year for each municipality, in euros.

    `url` is of billing's database, `terms` are those of the municipalities' own contracts. The
    lines sum to the invoice's total.
    """
    now = datetime.now(UTC)
    async with connected(url) as connection:
        transaction = connection.transaction()
        await transaction.start()
        for name in [row["tablename"] for row in await connection.fetch(LIST_TABLES)]:
            await connection.execute(COPY_TABLE.format(name=name))
        for name in KNOWN:
            await connection.execute(COPY_ROWS.format(name=name))
        command = SignContract.model_validate({**terms, "payer": VNG, "beneficiaries": list(codes)})
        signed = await sign_contract(connection, command, now)
        await settle_year(connection, SettleYear(year=SETTLED_YEAR), now)
        await draft_invoices(connection, years=[SETTLED_YEAR])
        [number] = await bill_contract(connection, signed.contract_id, SETTLED_YEAR, now)
        invoice = await connection.fetchrow(SELECT_DOCUMENT, number)
        await transaction.rollback()
    lines = {line["beneficiary"]: Decimal(line["amount"]) for line in json.loads(invoice["lines"])}
    assert sum(lines.values()) == invoice["total"]
    return lines
