"""Let a contract follow a reorganisation: its rows, its payer, and the contracts made of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from shared.database import Connection
from shared.events.billing import ContractTransferred, Share
from shared.outbox import outbox_row, record

from billing.contracts.coverage import Coverage
from billing.reorganisations.load_contracts import Locked
from billing.reorganisations.rules.follow import Followed, ended, follow
from billing.reorganisations.rules.intervals import Passage

# Rows of one contract are known by their municipality, first day and bounds.
DELETE_COVERAGE = """
DELETE FROM contract_beneficiary WHERE contract_id = $1 AND code = ANY ($2) AND last_day >= $3
"""
INSERT_COVERAGE = """
INSERT INTO contract_beneficiary (contract_id, code, first_day, last_day, part_from, part_until,
    part_of, came_from, left_because)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
SET_PAYER = """
INSERT INTO contract_payer (contract_id, first_day, payer) VALUES ($1, $2, $3)
ON CONFLICT (contract_id, first_day) DO UPDATE SET payer = excluded.payer
"""
# A contract of its own is for the rest of the term, on the same terms. $4: its first day.
DIVIDE_CONTRACT = """
INSERT INTO contract (contract_id, payer, signed_on, first_day, last_day, tariff_version, vat,
    order_reference, break_dates, ended_on, ended_because, follows, version)
SELECT $1, $3, signed_on, $4, last_day, tariff_version, vat, order_reference,
    ARRAY(SELECT day FROM unnest(break_dates) AS day WHERE day >= $4), ended_on, ended_because,
    contract_id, 1
FROM contract WHERE contract_id = $2
"""
SET_VERSION = "UPDATE contract SET version = $2 WHERE contract_id = $1"


async def transfer_contract(
    connection: Connection, contract: Locked, ways: Sequence[Passage], on: date, now: datetime
) -> None:
    """Store how the contract goes on and announce each of its moves, if it is concerned at all."""
    followed = follow(contract.held, ways, on)
    if followed is None:
        return
    begins = max(on, contract.row["first_day"])
    await _replace(connection, contract.contract_id, followed, on)
    if followed.payer != contract.held.payer:
        await connection.execute(SET_PAYER, contract.contract_id, begins, followed.payer)
    made = {payer: uuid4() for payer in sorted(followed.divided)}
    for payer, contract_id in made.items():
        await connection.execute(DIVIDE_CONTRACT, contract_id, contract.contract_id, payer, begins)
        await connection.execute(SET_PAYER, contract_id, begins, payer)
        await _insert(connection, contract_id, followed.divided[payer])
    await _announce(connection, contract, followed, made, on=on, now=now)


async def _replace(connection: Connection, contract_id: UUID, followed: Followed, on: date) -> None:
    codes = sorted({old.code for old in followed.replaced})
    await connection.execute(DELETE_COVERAGE, contract_id, codes, on)
    history = [row for old in followed.replaced if (row := ended(old, on))]
    await _insert(connection, contract_id, history + followed.begun)


async def _insert(connection: Connection, contract_id: UUID, rows: Sequence[Coverage]) -> None:
    await connection.executemany(
        INSERT_COVERAGE,
        [
            (contract_id, row.code, row.first_day, row.last_day, row.part_from, row.part_until,
             row.part_of, row.came_from, row.left_because)
            for row in rows
        ],
    )  # fmt: skip


async def _announce(
    connection: Connection, contract: Locked, followed: Followed, made: Mapping[str, UUID],
    *, on: date, now: datetime,
) -> None:  # fmt: skip
    version: int = contract.row["version"]
    rows = []
    for move in followed.moves:
        version += 1
        event = ContractTransferred(
            contract_id=contract.contract_id,
            from_=move.from_code,
            to=move.to_code,
            share=Share(numerator=move.share.numerator, denominator=move.share.denominator),
            on=on,
            payer=followed.payer_after(move),
            divided_into=[made[move.to_code]] if move.to_code in made else [],
        )
        row = outbox_row(event, aggregate_id=contract.contract_id, version=version, now=now)
        rows.append(row)
    await connection.execute(SET_VERSION, contract.contract_id, version)
    await record(connection, *rows)
