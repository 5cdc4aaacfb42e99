"""`sensoor audit invoices` as an operator runs it: a table, and an exit status."""

import asyncio
from pathlib import Path

from shared.events.billing import InvoiceIssued

from tests.billing.given import (
    given_round,
    kept_contract,
    kept_municipalities,
    kept_parties,
    kept_settlement,
)
from tests.local.conftest import run_sensoor
from tests.platform import Platform
from tests.waiting import eventually

TAMPER = """
ALTER TABLE document DISABLE TRIGGER USER;
GRANT UPDATE ON document TO CURRENT_USER;
UPDATE document SET payment_reference = 'RF00'
"""


async def test_an_audit_passes_and_after_tampering_says_what_is_wrong(
    platform: Platform, tmp_path: Path
) -> None:
    billing = await platform.service("billing")
    await kept_municipalities(billing.database, ["GM1001"])
    await kept_parties(billing.database, "GM1001")
    await kept_contract(billing.database, "GM1001")
    await kept_settlement(billing.database)
    await given_round(billing.client)
    there = {
        "BILLING_DATABASE_URL": billing.database.url, "NATS_URL": platform.bus.url,
        "BUS_KEYS": str(platform.bus.keys.folder),
    }  # fmt: skip

    async def told() -> bool:
        return len(await platform.published(InvoiceIssued)) == 1

    async def audit() -> tuple[int, str]:
        ended = await asyncio.to_thread(run_sensoor, tmp_path, "audit", "invoices", **there)
        assert "Traceback" not in ended.stderr
        return ended.returncode, ended.stdout

    await eventually(told)
    code, said = await audit()
    assert (code, "1 documents" in said, "1 told" in said) == (0, True, True), said
    async with billing.database.commit() as connection:
        await connection.execute(TAMPER)
    code, said = await audit()
    assert (code, "2016-00001 (content): was changed" in said) == (1, True), said
