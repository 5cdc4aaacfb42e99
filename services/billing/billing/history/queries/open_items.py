"""The list of invoices with what is open of each."""

from datetime import date
from decimal import Decimal
from typing import Any

from shared.http import Page
from sqlalchemy import literal
from sqlmodel import col, func, or_, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.history.commands import FindInvoices
from billing.history.views import SumOfInvoices
from billing.invoices.balances import Balance, all_of, balance_of, balances
from billing.municipalities.queries import search_key
from billing.tables import Document

NUMBER = r"^\d{4}-\d{5,9}$"


async def list_invoices(
    session: AsyncSession,
    wanted: FindInvoices,
    today: date,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[Balance]:
    """List invoices by number; `cursor` is the last number of the page before."""
    found = balances()
    query = _wanted(all_of(found), found, wanted, today)
    if cursor:
        series, _, place = cursor.partition("-")
        after = tuple_(literal(series), literal(int(place)))
        query = query.where(tuple_(found.c.series, found.c.place) > after)
    query = query.order_by(found.c.series, found.c.place)
    rows = (await session.exec(query.limit(limit + 1) if limit else query)).all()
    shown = [balance_of(row) for row in rows[:limit]]
    more = limit is not None and len(rows) > limit
    return Page(items=shown, next_cursor=shown[-1].number if more else None)


async def sum_invoices(session: AsyncSession, wanted: FindInvoices, today: date) -> SumOfInvoices:
    """Count the invoices that are listed, and add their amounts up."""
    found = balances()
    amounts = (found.c.total, found.c.credited, found.c.paid, found.c.open)
    sums = [func.coalesce(func.sum(amount), Decimal("0.00")) for amount in amounts]
    query = _wanted(select(func.count(), *sums).select_from(found), found, wanted, today)
    return SumOfInvoices(*(await session.exec(query)).one())


async def years_invoiced(session: AsyncSession) -> list[int]:
    """Return the years that were invoiced, the newest first."""
    year = col(Document.year)
    return list((await session.exec(select(year).distinct().order_by(year.desc()))).all())


def _wanted(query: Any, found: Any, wanted: FindInvoices, today: date) -> Any:
    all_credited = found.c.credited == found.c.total
    query = {
        "all": query,
        "open": query.where(found.c.open > 0),
        "overdue": query.where(found.c.open > 0, found.c.due_on < today),
        "paid": query.where(found.c.open <= 0, ~all_credited),
        "credited": query.where(all_credited),
    }[wanted.shown]
    if wanted.year is not None:
        query = query.where(found.c.year == wanted.year)
    if wanted.payer:
        key = search_key(literal(wanted.payer))
        by_name = func.strpos(search_key(found.c.name), key) > 0
        query = query.where(or_(found.c.payer == wanted.payer.upper(), (key != "") & by_name))
    return query
