"""Lists by cursor: a list's cursor is the id of the last item of the page before."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from shared.http import Page
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

Row = TypeVar("Row")
Item = TypeVar("Item")


async def rows_by_id(
    session: AsyncSession, table: type[Row], key: Any, cursor: UUID | None, limit: int,
    *conditions: sa.ColumnElement[bool],
) -> Sequence[Row]:  # fmt: skip
    """Return the rows after the cursor, one more than fits on the page."""
    query = select(table).where(*conditions).order_by(key).limit(limit + 1)
    return (await session.exec(query.where(key > cursor) if cursor else query)).all()


def page_of(
    rows: Sequence[Row], limit: int, view: Callable[[Row], Item], id_of: Callable[[Row], UUID]
) -> Page[Item]:
    """Return the page; one row too many says that there is a next one."""
    more = len(rows) > limit
    next_cursor = str(id_of(rows[limit - 1])) if more else None
    return Page(items=[view(row) for row in rows[:limit]], next_cursor=next_cursor)
