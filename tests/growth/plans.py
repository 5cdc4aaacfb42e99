"""Which plans PostgreSQL makes of what it is asked, and which of them grow with the years."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

# A table with fewer rows after ten years is read whole in a millisecond or two.
MANY = 10_000
OURS = re.compile(r"^\s*(WITH|SELECT|INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
EXECUTED = re.compile(r"^(?:statement|execute [^:]+): (.*)$", re.DOTALL)
INDEX_SCANS = ("Index Scan", "Index Only Scan", "Bitmap Index Scan")


@dataclass(frozen=True)
class Asked:
    """PostgreSQL's own log: one statement a line."""

    log: Path

    def statements(self, database: str) -> list[str]:
        """Return each statement that a database was asked, once, in the order of the first."""
        found: dict[str, None] = {}
        for line in self.log.read_text().splitlines():
            entry = json.loads(line)
            said = EXECUTED.match(entry.get("message", ""))
            if said and entry.get("dbname") == database and OURS.match(said[1]):
                found[said[1]] = None
        return list(found)


async def growing(connection: "asyncpg.Connection[Any]", statements: list[str]) -> list[str]:
    """Return what reads a whole table, or a whole index, of many rows: the scan and the statement.

    The plans are generic ones: what is chosen whatever the parameters are.
    """
    await connection.execute("SET plan_cache_mode = force_generic_plan")
    rows = await connection.fetch(
        "SELECT relname, reltuples FROM pg_class WHERE relkind IN ('r', 'i')"
    )
    sizes = {row["relname"]: row["reltuples"] for row in rows}
    found = []
    for statement in statements:
        plan = await _plan(connection, statement)
        found += [f"{scan} in: {statement}" for scan in _whole(plan, sizes)]
    return found


async def _plan(connection: "asyncpg.Connection[Any]", statement: str) -> dict[str, Any]:
    parameters = {int(number) for number in re.findall(r"\$(\d+)", statement)}
    nothing = ", ".join(["NULL"] * max(parameters, default=0))
    await connection.execute(f"PREPARE asked AS {statement}")
    try:
        given = f"({nothing})" if nothing else ""
        explained = await connection.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE asked{given}")
    finally:
        await connection.execute("DEALLOCATE asked")
    plan: dict[str, Any] = json.loads(explained)[0]["Plan"]
    return plan


def _whole(
    node: dict[str, Any], sizes: dict[str, float], *, limited: bool = False
) -> Iterator[str]:
    kind = node["Node Type"]
    if kind == "Seq Scan" and sizes.get(node["Relation Name"], 0) >= MANY:
        yield f"a sequential scan of {node['Relation Name']}"
    if kind in INDEX_SCANS and "Index Cond" not in node:
        stops = limited and "Filter" not in node
        if sizes.get(node["Index Name"], 0) >= MANY and not stops:
            yield f"all of the index {node['Index Name']}"
    # What sorts, hashes or counts reads all of its input before it can stop.
    passes_on = kind in ("Limit", "Nested Loop", "LockRows", "Result", "Subquery Scan", "Append",
                         "Gather Merge")  # fmt: skip
    for child in node.get("Plans", []):
        below = kind == "Limit" or (limited and (passes_on or kind.endswith("Scan")))
        yield from _whole(child, sizes, limited=below)
