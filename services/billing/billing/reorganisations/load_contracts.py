"""Load what a reorganisation is checked against, and the contracts that it concerns, locked."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shared.database import Connection

from billing.contracts.coverage import coverage_of
from billing.reorganisations.rules.follow import Held
from billing.reorganisations.rules.moves import Known

# Signing locks municipalities in the same order, which excludes a deadlock.
LOCK_MUNICIPALITIES = """
SELECT m.code, m.abolished_on,
    (SELECT max(r.on_day) FROM reorganisation r JOIN reorganisation_move v USING (reorganisation_id)
        WHERE m.code IN (v.from_code, v.to_code)) AS reorganised_on,
    EXISTS (SELECT FROM municipality_figure f WHERE f.code = m.code AND f.as_of < $2)
        OR EXISTS (SELECT FROM contract_beneficiary b
            WHERE b.code = m.code AND b.first_day < $2) AS existed,
    EXISTS (SELECT FROM contract_beneficiary b
        WHERE b.code = m.code AND b.last_day >= $2) AS under_contract
FROM municipality m WHERE m.code = ANY ($1) ORDER BY m.code FOR UPDATE OF m
"""
# Who is under it, or pays for it, on the day or later. Billing refers to contracts meanwhile.
LOCK_CONTRACTS = """
SELECT c.*, (SELECT p.payer FROM contract_payer p WHERE p.contract_id = c.contract_id
    AND p.first_day <= greatest($2, c.first_day) ORDER BY p.first_day DESC LIMIT 1) AS pays
FROM contract c
WHERE coalesce(c.ended_on, c.last_day) >= $2 AND (
    EXISTS (SELECT FROM contract_beneficiary b
        WHERE b.contract_id = c.contract_id AND b.code = ANY ($1) AND b.last_day >= $2)
    OR EXISTS (SELECT FROM contract_payer p
        WHERE p.contract_id = c.contract_id AND p.payer = ANY ($1)))
ORDER BY c.contract_id FOR NO KEY UPDATE OF c
"""
SELECT_COVERAGES = """
SELECT * FROM contract_beneficiary WHERE contract_id = ANY ($1) AND last_day >= $2
"""


@dataclass(frozen=True, slots=True)
class Locked:
    """A contract's row, and how it stands on the day."""

    row: Any
    held: Held

    @property
    def contract_id(self) -> UUID:
        """Return the contract's id, as a plain UUID."""
        return UUID(int=self.row["contract_id"].int)


async def lock_municipalities(
    connection: Connection, codes: Collection[str], on: date
) -> dict[str, Known]:
    """Return what is known of the municipalities, which stay locked until the commit."""
    return {
        row["code"]: Known(
            existed=row["existed"],
            abolished_on=row["abolished_on"],
            reorganised_on=row["reorganised_on"],
            under_contract=row["under_contract"],
        )
        for row in await connection.fetch(LOCK_MUNICIPALITIES, sorted(codes), on)
    }


async def lock_contracts(
    connection: Connection, codes: Collection[str], on: date
) -> Sequence[Locked]:
    """Return the contracts of these municipalities on the day or later, in the order of id."""
    rows = await connection.fetch(LOCK_CONTRACTS, sorted(codes), on)
    covered = defaultdict(list)
    ids = [row["contract_id"] for row in rows]
    for row in await connection.fetch(SELECT_COVERAGES, ids, on):
        covered[row["contract_id"]].append(coverage_of(row))
    return [Locked(row, Held(row["pays"], covered[row["contract_id"]])) for row in rows]
