"""The fold: keep the newest state of each aggregate, in whatever order its events arrive."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from shared.database import Connection
from sqlalchemy import ARRAY, Table
from sqlalchemy.dialects import postgresql

from reporting.tables import Projection

Row = Mapping[str, Any]
DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


async def keep_newest(
    connection: Connection, projection: type[Projection], rows: Iterable[Row]
) -> None:
    """Upsert `rows` in one statement; a row replaces only a row with a smaller `sequence`.

    A row has a value for each column. Only `sequence` decides which row is newer, so the outcome
    does not depend on the order or the repetition of events.
    """
    table = table_of(projection)
    names, keys = table.columns.keys(), table.primary_key.columns.keys()
    newest: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = tuple([row[name] for name in keys])
        kept = newest.get(key)
        if kept is None or kept["sequence"] < row["sequence"]:
            newest[key] = row
    # All writers lock rows in the same order, so they cannot deadlock.
    chosen = [newest[key] for key in sorted(newest, key=_in_order)]
    if not chosen:
        return
    await connection.execute(_upsert_sql(table), *([row[name] for row in chosen] for name in names))


def table_of(projection: type[Projection]) -> Table:
    """Return the projection's table."""
    table: Table = projection.__table__  # type: ignore[attr-defined]
    return table


def array_literal(words: Iterable[str]) -> str:
    """Return the words as a PostgreSQL array literal: `unnest` would flatten an array of arrays."""
    return "{" + ",".join(f'"{_escaped(word)}"' for word in words) + "}"


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace('"', '\\"')


def _in_order(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what orders as the key does; comparing two UUIDs costs ten times two numbers."""
    return tuple([part.int if isinstance(part, UUID) else part for part in key])


@lru_cache
def _upsert_sql(table: Table) -> str:
    names = table.columns.keys()
    keys = table.primary_key.columns.keys()
    types = [column.type.compile(DIALECT) for column in table.columns]
    arrays = [isinstance(column.type, ARRAY) for column in table.columns]
    sources = ", ".join(
        f"${place}::{'text' if is_array else kind.partition(' COLLATE')[0]}[]"
        for place, (kind, is_array) in enumerate(zip(types, arrays, strict=True), start=1)
    )
    values = ", ".join(
        f"{name}::text[]" if is_array else name
        for name, is_array in zip(names, arrays, strict=True)
    )
    changes = ", ".join(f"{name} = excluded.{name}" for name in names if name not in keys)
    # Every name in it comes from tables.py.
    return (
        f"INSERT INTO {table.name} AS stored ({', '.join(names)})"  # noqa: S608
        f" SELECT {values} FROM unnest({sources}) AS event ({', '.join(names)})"
        f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changes}"
        " WHERE stored.sequence < excluded.sequence"
    )
