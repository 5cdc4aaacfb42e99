"""The database itself refuses to change what was issued or posted."""

from datetime import UTC, datetime

import asyncpg
import pytest

from tests.billing.given import (
    invoice_year,
    kept_contract,
    kept_municipalities,
    kept_parties,
    kept_settlement,
)
from tests.platform import Platform

# A change of each table that would otherwise succeed.
CHANGES = {
    "document": "SET total = net + vat",
    "document_file": "SET sha256 = sha256",
    "ledger_entry": "SET day = day",
    "ledger_posting": "SET amount = amount",
}
PUT_FILE = "INSERT INTO document_file VALUES ('2016-00001', 'pdf', '', '', $1)"


async def given_issued(platform: Platform) -> asyncpg.Connection:
    """Issue an invoice with a file; return a connection with the rights of the service."""
    database = await platform.database("billing")
    await kept_municipalities(database, ["GM1001"])
    await kept_parties(database, "GM1001")
    await kept_contract(database, "GM1001")
    await kept_settlement(database)
    await invoice_year(database)
    connection = await database.connect()
    await connection.execute(PUT_FILE, datetime.now(UTC))
    platform.stack.push_async_callback(connection.close)
    return connection


async def as_service(platform: Platform, connection: asyncpg.Connection) -> None:
    """Go on as a service does in production: as the owner of the tables, and no superuser."""
    role = f"service_{platform.name}"
    await connection.execute(f"CREATE ROLE {role}")
    await connection.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    for table in CHANGES:
        await connection.execute(f"ALTER TABLE {table} OWNER TO {role}")
    await connection.execute(f"SET ROLE {role}")


@pytest.mark.parametrize("table", CHANGES)
async def test_neither_right_nor_trigger_lets_a_service_change_it(
    platform: Platform, table: str
) -> None:
    connection = await given_issued(platform)
    changes = [f"UPDATE {table} {CHANGES[table]}", f"DELETE FROM {table}", f"TRUNCATE {table}"]
    for change in changes:
        with pytest.raises(asyncpg.RestrictViolationError, match="never changed"):
            await connection.execute(change)
    await as_service(platform, connection)
    for change in changes:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(change)
    assert await connection.fetchval(f"SELECT count(*) FROM {table}") > 0


async def test_an_entry_that_does_not_sum_to_zero_is_not_committed(platform: Platform) -> None:
    connection = await given_issued(platform)
    with pytest.raises(asyncpg.CheckViolationError, match="sum to zero"):
        await connection.execute(
            "INSERT INTO ledger_posting SELECT entry_id, 9, 'bank', NULL, 1 FROM ledger_entry"
        )
