"""The chain of a series: each document has the hash of its fields and of the one before."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

# The hash before the first document of a series.
NO_HASH = "0" * 64
FIELDS = (
    "document_id", "kind", "series", "place", "number", "reason", "credits", "contract_id", "year",
    "payer", "issued_at", "issued_on", "due_on", "budget", "participating", "lines",
    "vat_category", "vat_percent", "net", "vat", "total", "currency", "seller", "buyer",
    "order_reference", "payment_reference", "previous_hash",
)  # fmt: skip


def document_hash(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a document's `FIELDS` as canonical JSON, in hexadecimal."""
    kept = {name: _plain(document[name]) for name in FIELDS}
    canonical = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return str(value) if isinstance(value, UUID) else value
