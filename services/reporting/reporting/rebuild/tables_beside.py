"""The projections in a schema of their own, beside the live ones."""

from shared.database import Connection

from reporting.rebuild.dump import TABLES

LIVE, REBUILT = "public", "rebuild"
# Events that the fold has seen and the live consumers never will, or not yet: noted at a swap.
UNTOLD = "untold"
SELECT_INDEXES = """
SELECT replace(pg_get_indexdef(indexrelid), $3, $4) AS definition
FROM pg_index JOIN pg_class AS owner ON owner.oid = indrelid
WHERE owner.relname = ANY($1::text[]) AND owner.relnamespace = $2::regnamespace
  AND NOT indisprimary
"""


async def create_beside(connection: Connection) -> None:
    """Create empty projections: unlogged, and with no index but the primary key."""
    await connection.execute(f"DROP SCHEMA IF EXISTS {REBUILT} CASCADE; CREATE SCHEMA {REBUILT}")
    for table in TABLES:
        await connection.execute(
            f"CREATE UNLOGGED TABLE {REBUILT}.{table.name} {like_live(table.name)}"
        )
    await connection.execute(
        f"CREATE UNLOGGED TABLE {REBUILT}.{UNTOLD} (consumer text, event_id uuid)"
    )


def like_live(name: str) -> str:
    """Return the columns, constraints and primary key of a live projection, as a definition."""
    table = next(table for table in TABLES if table.name == name)
    keys = ", ".join(table.primary_key.columns.keys())
    return f"(LIKE {LIVE}.{name} INCLUDING ALL EXCLUDING INDEXES, PRIMARY KEY ({keys}))"


async def dress(connection: Connection) -> None:
    """Give the projections beside what the live ones have: a log, all indexes, statistics."""
    names = [table.name for table in TABLES]
    for name in names:
        await connection.execute(f"ALTER TABLE {REBUILT}.{name} SET LOGGED")
    for row in await connection.fetch(
        SELECT_INDEXES, names, LIVE, f" ON {LIVE}.", f" ON {REBUILT}."
    ):
        await connection.execute(row["definition"])
    for name in names:
        await connection.execute(f"ANALYZE {REBUILT}.{name}")
