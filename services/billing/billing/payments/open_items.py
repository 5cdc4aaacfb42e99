"""Open items: what is open of each invoice by the ledger, and how it stands on a day."""

from collections.abc import Sequence
from datetime import date

from shared.csv_list import Cell
from shared.database import Connection
from shared.http import Page

from billing.invoices.rules.states import InvoiceState
from billing.payments.views import OpenItemView

OPEN: Sequence[InvoiceState] = ("issued", "overdue")
SELECT_ITEMS = """
WITH item AS (
    SELECT number, series, place, payer, buyer ->> 'name' AS payer_name, year AS period, issued_on,
        due_on, payment_reference, total,
        (SELECT coalesce(sum(total), 0.00) FROM document WHERE credits = d.number) AS credited,
        (SELECT coalesce(sum(amount), 0.00) FROM allocation WHERE number = d.number) AS paid,
        (SELECT coalesce(sum(amount), 0.00) FROM ledger_posting
         WHERE account = 'receivable' AND number = d.number) AS open
    FROM document d WHERE kind = 'invoice' AND ($2::text IS NULL OR payer = $2)
), standing AS (
    SELECT *, CASE
        WHEN credited = total THEN 'credited' WHEN open <= 0 THEN 'paid'
        WHEN due_on < $1 THEN 'overdue' ELSE 'issued' END AS state,
        CASE WHEN open > 0 THEN greatest($1 - due_on, 0) ELSE 0 END AS days_overdue
    FROM item
)
SELECT number, payer, payer_name, period, issued_on, due_on, payment_reference, total, credited,
    paid, open, state, days_overdue
FROM standing
WHERE state = ANY ($3) AND ($4::text IS NULL OR (series, place) >
    (SELECT series, place FROM document WHERE number = $4))
ORDER BY series, place LIMIT $5
"""
HEADER = ("number", "payer", "payerName", "period", "issuedOn", "dueOn", "paymentReference",
          "total", "credited", "paid", "open", "state", "daysOverdue")  # fmt: skip


async def list_open_items(
    connection: Connection, cursor: str | None, limit: int | None, today: date, *,
    payer: str | None = None, states: Sequence[InvoiceState] = OPEN,
) -> Page[OpenItemView]:  # fmt: skip
    """List invoices in these states on a day, by number; `limit` None: all."""
    more = None if limit is None else limit + 1
    rows = await connection.fetch(SELECT_ITEMS, today, payer, list(states), cursor, more)
    items = [OpenItemView(**row) for row in rows[:limit]]
    following = items[-1].number if limit is not None and len(rows) > limit else None
    return Page(items=items, next_cursor=following)


def csv_row(item: OpenItemView) -> Sequence[Cell]:
    """Return an open item as the row of a CSV, in the order of `HEADER`."""
    return (
        item.number, item.payer, item.payer_name, item.period, item.issued_on, item.due_on,
        item.payment_reference, item.total, item.credited, item.paid, item.open, item.state,
        item.days_overdue,
    )  # fmt: skip
