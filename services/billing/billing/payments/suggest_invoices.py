"""Suggest the invoices that an entry of the bank may be for."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal
from sqlmodel import func, or_
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.invoices.balances import Balance, all_of, balance_of, balances
from billing.municipalities.queries import search_key
from billing.payments.views import BankEntryView

MOST = 12


@dataclass(frozen=True)
class Suggested:
    """An invoice and why it may be meant: its amount, its payer's name, or its number."""

    invoice: Balance
    same_amount: bool
    same_name: bool
    named: bool


async def suggest_invoices(
    session: AsyncSession, entry: BankEntryView, text: str
) -> list[Suggested]:
    """Return the likeliest invoices, or those that are searched: by number, code or name.

    Of money that came, invoices that are open; of money that went back, those that were paid.
    """
    each = balances()
    key = search_key(each.c.name)
    given = literal(entry.counterparty or "")
    same_amount = (each.c.open if entry.open > 0 else -each.c.paid) == entry.open
    same_name = func.strpos(search_key(given), key) > 0
    named = func.strpos(literal(entry.remittance or ""), each.c.number) > 0
    wanted = or_(same_amount, same_name, named)
    if text:
        wanted = _found(each, key, text)
    query: Any = all_of(each).add_columns(same_amount, same_name, named)
    query = query.where(wanted, each.c.open > 0 if entry.open > 0 else each.c.paid > 0)
    query = query.order_by(named.desc(), same_name.desc(), same_amount.desc(), each.c.number)
    rows = (await session.exec(query.limit(MOST))).all()
    return [Suggested(balance_of(row), *row[-3:]) for row in rows]


def _found(each: Any, key: Any, text: str) -> Any:
    typed = search_key(literal(text))
    by_name = (typed != "") & (func.strpos(key, typed) > 0)
    return or_(each.c.number == text, each.c.payer == text.upper(), by_name)
