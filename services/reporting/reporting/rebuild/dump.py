"""Canonical dumps: equal projections give equal bytes, however the events arrived."""

import hashlib
from dataclasses import dataclass

from shared.database import Connection
from sqlalchemy import Table

from reporting.tables import metadata

TABLES = sorted(metadata.sorted_tables, key=lambda table: table.name)
# Every setting that changes how PostgreSQL writes a value.
SETTINGS = (
    "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL bytea_output = 'hex'"
)


@dataclass(frozen=True)
class Dump:
    """The SHA-256 of each table's rows, and of all tables, in hexadecimal."""

    tables: dict[str, str]
    whole: str


async def dump(connection: Connection, schema: str) -> Dump:
    """Return the digests of the projections in `schema`, in the caller's transaction."""
    await connection.execute(SETTINGS)
    whole, tables = hashlib.sha256(), {}
    for table in TABLES:
        digest = hashlib.sha256()

        async def update(data: bytes, into: "hashlib._Hash" = digest) -> None:
            into.update(data)

        await connection.copy_from_query(_rows(table, schema), output=update)
        tables[table.name] = digest.hexdigest()
        whole.update(f"{table.name} {digest.hexdigest()}\n".encode())
    return Dump(tables, whole.hexdigest())


async def difference(connection: Connection, table: str, one: str, other: str) -> tuple[int, int]:
    """Return the number of rows that a table has only in schema `one`, and only in `other`."""
    columns = ", ".join(_table(table).columns.keys())
    counts = []
    for here, there in ((one, other), (other, one)):
        # Every name in it comes from tables.py.
        query = f"""SELECT count(*) FROM (
            SELECT {columns} FROM {here}.{table} EXCEPT SELECT {columns} FROM {there}.{table}
        ) AS row"""  # noqa: S608
        counts.append(int(await connection.fetchval(query)))
    return counts[0], counts[1]


def _rows(table: Table, schema: str) -> str:
    columns = ", ".join(table.columns.keys())
    keys = ", ".join(table.primary_key.columns.keys())
    # Every name in it comes from tables.py.
    return f"SELECT {columns} FROM {schema}.{table.name} ORDER BY {keys}"  # noqa: S608


def _table(name: str) -> Table:
    return metadata.tables[name]
