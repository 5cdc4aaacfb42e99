"""What must hold after anything: the audit of invoices finds nothing."""

from datetime import UTC, datetime

from billing.audits.audit_invoices import SUBJECTS, Audited, audit_invoices
from shared.database import Database

RECORDED = """
SELECT data::json->>'number' AS number, data::json->>'hash' AS hash FROM outbox
WHERE subject = ANY ($1)
"""


async def audited(database: Database, told: dict[str, list[str]] | None = None) -> Audited:
    """Audit against what the bus was told, by default all that was recorded for it."""
    told = await recorded(database) if told is None else told
    connection = await database.connect()
    found = await audit_invoices(connection, told, datetime.now(UTC))
    await connection.close()
    return found


async def recorded(database: Database) -> dict[str, list[str]]:
    """Return the hashes of each number that were recorded for the bus."""
    told: dict[str, list[str]] = {}
    async with database.commit() as connection:
        for row in await connection.fetch(RECORDED, SUBJECTS):
            told.setdefault(row["number"], []).append(row["hash"])
    return told


async def check_documents(database: Database, invoices: int) -> Audited:
    """Each contract has one invoice of the year; series, events and ledger fit each other."""
    found = await audited(database)
    assert found.findings == []
    async with database.commit() as connection:
        each = await connection.fetch(
            "SELECT contract_id FROM document WHERE kind = 'invoice' ORDER BY place"
        )
        events = await connection.fetch(RECORDED, SUBJECTS)
        issued = await connection.fetch("SELECT issued_at FROM document ORDER BY series, place")
        counters = await connection.fetch("SELECT series, last FROM document_counter")
        series = {row["series"]: row["last"] for row in counters}
    assert len(each) == len({row["contract_id"] for row in each}) == invoices
    assert series.get("2016", 0) == invoices
    assert len(events) == len({row["number"] for row in events}) == found.documents
    of_invoices = [row["issued_at"] for row in issued][:invoices]
    assert of_invoices == sorted(of_invoices)
    return found
