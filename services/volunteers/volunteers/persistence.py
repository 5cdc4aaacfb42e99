"""The base of the tables, and writing of rows over a bare asyncpg connection: lock, insert, save.

A command saved through the SQLModel session takes two to four times the CPU, and the desk sends
in thousands. So writes go over asyncpg; the tables and the reads are SQLModel's.
"""

from collections.abc import Sequence
from functools import cache
from typing import TypeVar
from uuid import UUID

from shared.database import Connection
from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class Table(SQLModel, registry=registry()):
    """Base of this service's tables: a registry of its own, beside those of other services."""


Row = TypeVar("Row", bound=Table)


async def lock(connection: Connection, table: type[Row], ids: Sequence[UUID]) -> list[Row]:
    """Return the rows of these ids as they now are, locked in the order of the ids.

    Rows of other tables may still refer to them while they are locked.
    """
    key = _key(table)
    columns = ", ".join(_columns(table))
    query = (
        f"SELECT {columns} FROM {table.__tablename__} WHERE {key} = ANY($1)"  # noqa: S608
        f" ORDER BY {key} FOR NO KEY UPDATE"
    )
    return [table(**row) for row in await connection.fetch(query, ids)]


async def insert(connection: Connection, row: Table) -> None:
    """Insert a row."""
    columns = _columns(type(row))
    await connection.execute(_insert(type(row)), *(getattr(row, column) for column in columns))


async def insert_all(connection: Connection, rows: Sequence[Table]) -> None:
    """Insert rows of one table in a single round trip."""
    if rows:
        columns = _columns(type(rows[0]))
        values = [[getattr(row, column) for column in columns] for row in rows]
        await connection.executemany(_insert(type(rows[0])), values)


async def save(connection: Connection, rows: Sequence[Table], *columns: str) -> None:
    """Save these columns of the rows, which are locked and of one table."""
    if not rows:
        return
    table = type(rows[0])
    key = _key(table)
    changes = ", ".join(f"{column} = ${number}" for number, column in enumerate(columns, 2))
    await connection.executemany(
        f"UPDATE {table.__tablename__} SET {changes} WHERE {key} = $1",  # noqa: S608
        [[getattr(row, column) for column in (key, *columns)] for row in rows],
    )


@cache
def _insert(table: type[Table]) -> str:
    columns = _columns(table)
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    return f"INSERT INTO {table.__tablename__} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608


@cache
def _columns(table: type[Table]) -> tuple[str, ...]:
    columns = Table.metadata.tables[str(table.__tablename__)].columns
    return tuple(column.name for column in columns)


@cache
def _key(table: type[Table]) -> str:
    """Return the column of a table's id."""
    (column,) = Table.metadata.tables[str(table.__tablename__)].primary_key.columns
    return column.name
