"""Lists by cursor: the key of the last item of a page asks for the next page."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from shared.http import Page
from sqlmodel.ext.asyncio.session import AsyncSession

Item = TypeVar("Item")


async def page_of(
    session: AsyncSession,
    query: Any,
    limit: int,
    show: Callable[[Any], Item],
    key: Callable[[Item], str],
) -> Page[Item]:
    """Return the first `limit` rows of an ordered query, shown as items.

    `nextCursor` is the key of the last item, or null if no row follows.
    """
    rows: Sequence[Any] = (await session.exec(query.limit(limit + 1))).all()
    items = [show(row) for row in rows[:limit]]
    return Page(items=items, next_cursor=key(items[-1]) if len(rows) > limit else None)
