"""Reads of rounds: how far each is, what was issued, and what was refused and why."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from shared.database import Connection
from shared.http import Page
from shared.refusals import NotFound

from billing.invoices.rules.rounds import Progress
from billing.invoices.views import RefusalView, RoundSummary, RoundView

# $1: one round or all, $2: a year or all, $3: after which moment, the newest first.
SELECT_ROUNDS = """
SELECT r.run_id, r.year, r.started_at, r.finished_at,
    extract(epoch FROM coalesce(r.finished_at, clock_timestamp()) - r.started_at)::float8
        AS seconds,
    counted.open, counted.issued, counted.nothing_owed, counted.refused, counted.documents
FROM invoice_run r CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE state = 'open') AS open,
        count(*) FILTER (WHERE state = 'issued') AS issued,
        count(*) FILTER (WHERE state = 'nothing_owed') AS nothing_owed,
        count(*) FILTER (WHERE state = 'refused') AS refused,
        coalesce(sum(jsonb_array_length(numbers)), 0)::int AS documents
    FROM invoice_run_item i WHERE i.run_id = r.run_id
) counted
WHERE ($1::uuid IS NULL OR r.run_id = $1) AND ($2::int IS NULL OR r.year = $2)
    AND ($3::uuid IS NULL OR (r.started_at, r.run_id) <
        (SELECT last.started_at, last.run_id FROM invoice_run last WHERE last.run_id = $3))
ORDER BY r.started_at DESC, r.run_id DESC LIMIT $4
"""
SELECT_ITEMS = """
SELECT i.contract_id, i.refusal, i.detail, i.numbers::text, p.payer,
    coalesce(party.name, m.name) AS payer_name
FROM invoice_run_item i JOIN invoice_run r USING (run_id)
CROSS JOIN LATERAL (
    SELECT payer FROM contract_payer cp WHERE cp.contract_id = i.contract_id
    ORDER BY cp.first_day <= r.started_at::date DESC, abs(cp.first_day - r.started_at::date)
    LIMIT 1
) p
LEFT JOIN party ON party.party = p.payer LEFT JOIN municipality m ON m.code = p.payer
WHERE i.run_id = $1 AND i.state IN ('issued', 'refused') ORDER BY i.place
"""


class NoSuchRound(NotFound):
    """No round of invoices has this id."""


async def list_rounds(
    connection: Connection, cursor: UUID | None, limit: int, year: int | None
) -> Page[RoundSummary]:
    """List rounds, the newest first, of all years or of one; `cursor` is the last one's id."""
    rows = await connection.fetch(SELECT_ROUNDS, None, year, cursor, limit + 1)
    items = [RoundSummary(**_summary(row)) for row in rows[:limit]]
    more = len(rows) > limit
    return Page(items=items, next_cursor=str(items[-1].round_id) if more else None)


async def read_round(connection: Connection, round_id: UUID) -> RoundView:
    """Return one round; raises `NoSuchRound`."""
    row = await connection.fetchrow(SELECT_ROUNDS, round_id, None, None, 1)
    if row is None:
        raise NoSuchRound(f"There is no round {round_id}.")
    items = await connection.fetch(SELECT_ITEMS, round_id)
    return RoundView(
        **_summary(row),
        numbers=[number for item in items for number in orjson.loads(item["numbers"])],
        refusals=[
            RefusalView(
                contract_id=item["contract_id"], payer=item["payer"],
                payer_name=item["payer_name"], type=item["refusal"], detail=item["detail"],
            )
            for item in items if item["refusal"]
        ],
    )  # fmt: skip


def _summary(row: Any) -> dict[str, Any]:
    progress = Progress(row["open"], row["issued"], row["nothing_owed"], row["refused"])
    finished: datetime | None = row["finished_at"]
    return {
        "round_id": row["run_id"],
        "year": row["year"],
        "started_at": row["started_at"],
        "finished_at": finished,
        "seconds": round(row["seconds"], 1),
        "total": progress.total,
        "done": progress.done,
        "percent": progress.percent,
        "issued": progress.issued,
        "nothing_owed": progress.nothing_owed,
        "refused": progress.refused,
        "documents": row["documents"],
    }
