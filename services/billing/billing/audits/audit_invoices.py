"""Audit the invoices: read all that is kept, at one moment, and hold it against what was told."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from shared.database import Connection
from shared.outbox_reading import IS_WAITING

from billing.audits.rules import Counter, Finding, Kept, KeptDocument, audit
from billing.invoices.rules.chain import FIELDS, document_hash

JSON = ("lines", "seller", "buyer")
COLUMNS = ", ".join(f"{name}::text" if name in JSON else name for name in FIELDS)
SELECT_DOCUMENTS = f"""
SELECT {COLUMNS}, hash FROM document ORDER BY series, place
"""  # noqa: S608 (the columns are ours)
SELECT_COUNTERS = "SELECT series, last, last_hash FROM document_counter"
SELECT_POSTED = """
SELECT e.source_id AS number,
    sum(CASE e.source WHEN 'invoice' THEN p.amount ELSE -p.amount END) AS total
FROM ledger_entry e JOIN ledger_posting p USING (entry_id)
WHERE e.source IN ('invoice', 'credit_note') AND p.account = 'receivable' GROUP BY e.source_id
"""
SELECT_UNBALANCED = """
SELECT entry_id::text FROM ledger_posting GROUP BY entry_id HAVING sum(amount) <> 0 ORDER BY 1
"""
SELECT_FILES = """
SELECT number || '.' || format AS name, sha256, encode(sha256(content), 'hex') AS of_content
FROM document_file ORDER BY number, format
"""
# What was recorded since the bus was read may be told by now; nobody looked there for it.
SELECT_WAITING = f"""
SELECT data::json->>'number' AS number FROM outbox
WHERE subject = ANY ($1) AND (recorded_at >= $2 OR {IS_WAITING})
"""  # noqa: S608 (a constant)
SUBJECTS = ["billing.invoice_issued.v1", "billing.credit_note_issued.v1"]


@dataclass(frozen=True, slots=True)
class Audited:
    """What was looked at, how many of each, and what is wrong."""

    documents: int
    series: int
    entries: int
    files: int
    told: int
    findings: Sequence[Finding]

    def as_json(self) -> dict[str, Any]:
        """Return it as the command shows it."""
        return asdict(self)


async def audit_invoices(
    connection: Connection, told: Mapping[str, Sequence[str]], told_at: datetime
) -> Audited:
    """Return what is wrong; `told` are the hashes of each number on the bus, read at `told_at`."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        kept = await _read(connection, told_at)
        entries = await connection.fetchval("SELECT count(*) FROM ledger_entry")
    return Audited(
        documents=len(kept.documents),
        series=len(kept.counters),
        entries=entries,
        files=len(kept.files),
        told=len(told),
        findings=audit(kept, told, document_hash),
    )


async def _read(connection: Connection, told_at: datetime) -> Kept:
    rows = await connection.fetch(SELECT_DOCUMENTS)
    counters = await connection.fetch(SELECT_COUNTERS)
    posted = await connection.fetch(SELECT_POSTED)
    waiting = await connection.fetch(SELECT_WAITING, SUBJECTS, told_at)
    return Kept(
        documents=[as_document(row) for row in rows],
        counters={row["series"]: Counter(row["last"], row["last_hash"]) for row in counters},
        posted={row["number"]: row["total"] for row in posted},
        unbalanced=[row["entry_id"] for row in await connection.fetch(SELECT_UNBALANCED)],
        files=[tuple(row) for row in await connection.fetch(SELECT_FILES)],
        waiting=frozenset(row["number"] for row in waiting),
    )


def as_document(row: Any) -> KeptDocument:
    """Return a row of `SELECT_DOCUMENTS`."""
    fields = {name: row[name] for name in FIELDS}
    fields |= {name: json.loads(row[name]) for name in JSON}
    return KeptDocument(
        number=row["number"], series=row["series"], place=row["place"],
        previous_hash=row["previous_hash"], hash=row["hash"], total=row["total"], fields=fields,
    )  # fmt: skip
