"""The whole history of a municipality: five reads, each by its code."""

from fractions import Fraction
from typing import Any

from shared.database import Connection, raw
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.history.views import Covered, Happened, History, Inhabitants, Moved, PaidForIt
from billing.invoices.balances import Balance, all_of, balance_of, balances
from billing.municipalities.queries import NoSuchMunicipality
from billing.tables import Municipality

FIGURES = """
SELECT f.as_of, coalesce(c.inhabitants, f.inhabitants) AS inhabitants,
    CASE WHEN c.inhabitants IS NOT NULL THEN f.inhabitants END AS corrected_from
FROM municipality_figure f
LEFT JOIN LATERAL (
    SELECT inhabitants FROM figure_correction WHERE code = f.code AND as_of = f.as_of
    ORDER BY correction DESC LIMIT 1
) c ON true
WHERE f.code = $1 ORDER BY f.as_of DESC
"""
MOVES = """
SELECT r.on_day, m.from_code, was.name AS from_name, m.to_code, is_now.name AS to_name,
    m.share_numerator, m.share_denominator
FROM reorganisation_move m
JOIN reorganisation r USING (reorganisation_id)
JOIN municipality was ON was.code = m.from_code
JOIN municipality is_now ON is_now.code = m.to_code
WHERE $1 IN (m.from_code, m.to_code)
ORDER BY r.on_day, m.from_code, m.to_code
"""
CONTRACTS = """
SELECT b.contract_id, p.payer, coalesce(m.name, y.name) AS payer_name, b.first_day, b.last_day,
    c.tariff_version, b.part_from, b.part_until, b.part_of, b.came_from, b.left_because
FROM contract_beneficiary b
JOIN contract c USING (contract_id)
CROSS JOIN LATERAL (
    SELECT payer FROM contract_payer
    WHERE contract_id = b.contract_id AND first_day <= b.last_day
    ORDER BY first_day DESC LIMIT 1
) p
LEFT JOIN municipality m ON m.code = p.payer
LEFT JOIN party y ON y.party = p.payer
WHERE b.code = $1 ORDER BY b.first_day DESC, b.contract_id
"""
PAID_FOR_IT = """
SELECT d.number, d.kind, d.payer, d.buyer ->> 'name' AS payer_name, d.year, d.issued_on,
    sum((line ->> 'amount')::numeric) AS amount
FROM document d CROSS JOIN jsonb_array_elements(d.lines) line
WHERE d.payer <> $1 AND line ->> 'beneficiary' = $1
GROUP BY d.number, d.kind, d.payer, payer_name, d.year, d.issued_on ORDER BY d.number
"""
HAPPENED = """
WITH own AS (SELECT * FROM document WHERE payer = $1)
SELECT issued_at AS at, issued_on AS day, kind AS what, number, coalesce(credits, '') AS detail,
    total AS amount
FROM own
UNION ALL
SELECT a.allocated_at, e.booked_on, CASE WHEN a.amount < 0 THEN 'taken_back' ELSE 'paid' END,
    a.number, e.bank_reference, a.amount
FROM allocation a JOIN bank_entry e USING (bank_entry_id) JOIN own USING (number)
UNION ALL
SELECT released_at, released_on, 'reminder', number, step::text, r.open + interest + costs
FROM reminder r JOIN own USING (number)
UNION ALL
SELECT d.at, (d.at AT TIME ZONE 'Europe/Amsterdam')::date, d.state, number, d.route, NULL
FROM (SELECT *, coalesce(sent_at, next_at) AS at FROM delivery WHERE state <> 'waiting') d
JOIN own USING (number)
ORDER BY day DESC, at DESC, number
"""


async def history_of(session: AsyncSession, code: str) -> History:
    """Return all that billing knows of a municipality; raises `NoSuchMunicipality`."""
    found = await session.get(Municipality, code)
    if found is None:
        raise NoSuchMunicipality(f"{code} was not imported.")
    connection = await raw(session)
    return History(
        code=code,
        name=found.name,
        province=found.province,
        abolished_on=found.abolished_on,
        figures=[Inhabitants(**row) for row in await connection.fetch(FIGURES, code)],
        moves=await _moves(connection, code),
        contracts=await _contracts(connection, code),
        invoices=await _invoices(session, code),
        paid_for=[PaidForIt(**row) for row in await connection.fetch(PAID_FOR_IT, code)],
        happened=[Happened(**row) for row in await connection.fetch(HAPPENED, code)],
    )


async def _moves(connection: Connection, code: str) -> list[Moved]:
    return [
        Moved(**_without(row, "share_numerator", "share_denominator"),
              share=Fraction(int(row["share_numerator"]), int(row["share_denominator"])))
        for row in await connection.fetch(MOVES, code)
    ]  # fmt: skip


async def _contracts(connection: Connection, code: str) -> list[Covered]:
    return [
        Covered(**_without(row, "part_from", "part_until", "part_of"),
                share=Fraction(int(row["part_until"] - row["part_from"]), int(row["part_of"])))
        for row in await connection.fetch(CONTRACTS, code)
    ]  # fmt: skip


async def _invoices(session: AsyncSession, code: str) -> list[Balance]:
    found = balances()
    query = all_of(found).where(found.c.payer == code)
    rows = await session.exec(query.order_by(found.c.series.desc(), found.c.place.desc()))
    return [balance_of(row) for row in rows]


def _without(row: Any, *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
