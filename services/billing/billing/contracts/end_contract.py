"""End a contract early, for all of its beneficiaries or for one."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from shared.database import Connection
from shared.events.billing import ContractEnded
from shared.events.vocabulary import ContractEndReason
from shared.outbox import outbox_row, record

from billing.contracts.commands import EndContract, OptOut
from billing.contracts.coverage import coverage_of
from billing.contracts.queries import NoSuchContract
from billing.contracts.rules import Standing, check_end, check_opt_out
from billing.contracts.views import ContractEndView
from billing.tariffs.load_tariffs import load_tariffs

# Billing refers to contracts meanwhile, which this lock lets pass. $2: the day.
LOCK_CONTRACT = """
SELECT first_day, last_day, ended_on, break_dates, version, (
    SELECT p.payer FROM contract_payer p WHERE p.contract_id = c.contract_id
        AND p.first_day <= greatest($2, c.first_day) ORDER BY p.first_day DESC LIMIT 1) AS payer
FROM contract c WHERE contract_id = $1 FOR NO KEY UPDATE
"""
SELECT_COVERAGES = "SELECT * FROM contract_beneficiary WHERE contract_id = $1"
END_COVERAGES = """
UPDATE contract_beneficiary SET last_day = $3, left_because = $4
WHERE contract_id = $1 AND code = ANY ($2) AND last_day > $3
"""
# Who leaves last ends the contract, on the day until which somebody is under it.
END_CONTRACT = """
UPDATE contract c SET version = version + 1,
    ended_on = CASE WHEN covered.until < last_day THEN covered.until END,
    ended_because = CASE WHEN covered.until < last_day THEN $2 END
FROM (SELECT max(last_day) AS until FROM contract_beneficiary WHERE contract_id = $1) AS covered
WHERE contract_id = $1
RETURNING ended_on, version
"""


async def end_contract(
    connection: Connection, contract_id: UUID, command: EndContract, now: datetime
) -> ContractEndView:
    """End a contract for all who are under it, and announce it.

    Raises `NoSuchContract`, `EndedAlready`, `OutsideTerm`, `NotBreakDate` and `ReorganisedSince`.
    """
    standing = await _lock(connection, contract_id, command.on)
    check_end(standing, command.on, command.reason)
    codes = sorted({each.code for each in standing.in_force_after(command.on)})
    return await _end(connection, contract_id, codes, on=command.on, reason=command.reason, now=now)


async def opt_out(
    connection: Connection, contract_id: UUID, command: OptOut, now: datetime
) -> ContractEndView:
    """Let a beneficiary leave a contract, and announce it.

    Raises `NoSuchContract`, `EndedAlready`, `OutsideTerm`, `NotUnderContract`,
    `PayerCannotLeave` and `ReorganisedSince`.
    """
    standing = await _lock(connection, contract_id, command.on)
    check_opt_out(standing, command.code, command.on)
    return await _end(
        connection, contract_id, [command.code], on=command.on, reason="opted_out", now=now
    )


async def _lock(connection: Connection, contract_id: UUID, on: date) -> Standing:
    """Return the contract, locked until the commit; the tariffs' lock orders it and settling."""
    await load_tariffs(connection, lock="share")
    row = await connection.fetchrow(LOCK_CONTRACT, contract_id, on)
    if row is None:
        raise NoSuchContract(f"There is no contract {contract_id}.")
    return Standing(
        payer=row["payer"],
        first_day=row["first_day"],
        last_day=row["last_day"],
        ended_on=row["ended_on"],
        break_dates=row["break_dates"],
        coverages=[coverage_of(each) for each in
                   await connection.fetch(SELECT_COVERAGES, contract_id)],
    )  # fmt: skip


async def _end(
    connection: Connection, contract_id: UUID, codes: Sequence[str], *, on: date,
    reason: ContractEndReason, now: datetime,
) -> ContractEndView:  # fmt: skip
    await connection.execute(END_COVERAGES, contract_id, codes, on, reason)
    ended = await connection.fetchrow(END_CONTRACT, contract_id, reason)
    assert ended is not None
    event = ContractEnded(
        contract_id=contract_id,
        beneficiaries=list(codes),
        whole=ended["ended_on"] is not None,
        on=on,
        reason=reason,
    )
    row = outbox_row(event, aggregate_id=contract_id, version=ended["version"], now=now)
    await record(connection, row)
    return ContractEndView(
        contract_id=contract_id, beneficiaries=list(codes), on=on, reason=reason,
        ended_on=ended["ended_on"], version=ended["version"],
    )  # fmt: skip
