"""The fold: of every aggregate the newest state is kept, whatever order events come in."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from shared.database import Connection
from sqlalchemy import ARRAY, Table
from sqlalchemy.dialects import postgresql

from reporting.tables import Projection

Row = Mapping[str, Any]
DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


async def keep_newest(
    connection: Connection, projection: type[Projection], rows: Iterable[Row]
) -> None:
    """Put `rows` into the projection, in one statement; a row replaces only an older one.

    A row has a value for each column. Which row is older is told by `sequence` alone, so that
    the outcome is the same for every order and every repetition of the same events.
    """
    table = table_of(projection)
    names, keys = table.columns.keys(), table.primary_key.columns.keys()
    newest: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = tuple([row[name] for name in keys])
        held = newest.get(key)
        if held is None or held["sequence"] < row["sequence"]:
            newest[key] = row
    # All writers lock rows in the same order: two of them cannot wait for each other.
    chosen = [newest[key] for key in sorted(newest)]
    if not chosen:
        return
    await connection.execute(_upsert(table), *([row[name] for row in chosen] for name in names))


def table_of(projection: type[Projection]) -> Table:
    """Return the projection's table."""
    table: Table = projection.__table__  # type: ignore[attr-defined]
    return table


def array_literal(words: Iterable[str]) -> str:
    """Write an array as PostgreSQL reads it: arrays cannot be unnested from an array of them."""
    return "{" + ",".join(f'"{_escaped(word)}"' for word in words) + "}"


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace('"', '\\"')


@lru_cache
def _upsert(table: Table) -> str:
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
    # Every name in it is one of ours, from tables.py.
    return (
        f"INSERT INTO {table.name} AS held ({', '.join(names)})"  # noqa: S608
        f" SELECT {values} FROM unnest({sources}) AS event ({', '.join(names)})"
        f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changes}"
        " WHERE held.sequence < excluded.sequence"
    )
