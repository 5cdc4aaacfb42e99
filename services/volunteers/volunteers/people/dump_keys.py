"""Dump the data keys, apart from the database, and load such a dump.

A dump of keys is a text: a line of JSON for each key, sealed as it is in the table, and one for
each erasure, so that a backup of the database from before is erased again when it is restored.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.database import Connection

SELECT_KEYS = "SELECT person_id, wrapped, wrapped_with FROM person_key ORDER BY person_id"
SELECT_ERASURES = "SELECT person_id, erased_at FROM erasure ORDER BY person_id"
INSERT_KEY = "INSERT INTO person_key (person_id, wrapped, wrapped_with) VALUES ($1, $2, $3)"
INSERT_ERASURE = """
INSERT INTO erasure (person_id, erased_at) VALUES ($1, $2) ON CONFLICT DO NOTHING
"""


async def dump_keys(connection: Connection) -> Iterator[str]:
    """Return the lines of a dump: all keys and erasures as they now are."""
    keys = await connection.fetch(SELECT_KEYS)
    erasures = await connection.fetch(SELECT_ERASURES)
    lines: list[dict[str, str]] = [
        {
            "person": str(row["person_id"]),
            "wrapped": base64.b64encode(row["wrapped"]).decode(),
            "wrappedWith": row["wrapped_with"],
        }
        for row in keys
    ]
    lines += [
        {"person": str(row["person_id"]), "erasedAt": row["erased_at"].isoformat()}
        for row in erasures
    ]
    return map(json.dumps, lines)


async def load_keys(connection: Connection, lines: Iterable[str]) -> list[UUID]:
    """Replace all keys by those of a dump; return who was erased, to be erased here again.

    Raises ValueError and KeyError for what is no dump of keys.
    """
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    erased = [row for row in rows if "erasedAt" in row]
    kept = [row for row in rows if "erasedAt" not in row]
    await connection.execute("DELETE FROM person_key")
    await connection.executemany(
        INSERT_KEY,
        [(UUID(one["person"]), base64.b64decode(one["wrapped"], validate=True), one["wrappedWith"])
         for one in kept],
    )  # fmt: skip
    await connection.executemany(
        INSERT_ERASURE,
        [(UUID(one["person"]), datetime.fromisoformat(one["erasedAt"])) for one in erased],
    )
    return [UUID(one["person"]) for one in erased]
