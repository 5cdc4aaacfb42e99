"""Store a signed contract.

Hundreds of municipalities sign in the same weeks: the statements are plain SQL for speed.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from shared.database import Connection
from shared.events.billing import ContractSigned
from shared.outbox import outbox_row, record

from billing.contracts.commands import SignContract
from billing.contracts.rules import (
    Commitment,
    Terms,
    UnknownTariff,
    check_beneficiaries,
    check_terms,
)
from billing.contracts.views import ContractView
from billing.local_date import local_date
from billing.municipalities.rules import check_figures
from billing.tariffs.load_tariffs import load_tariffs
from billing.tariffs.rules import Tariff

# Contracts that share beneficiaries wait for each other; rows are locked in the order of code,
# which excludes a deadlock.
LOCK_MUNICIPALITIES = """
SELECT code, excluded FROM municipality WHERE code = ANY ($1) ORDER BY code FOR UPDATE
"""
SELECT_COMMITMENTS = """
SELECT b.code, c.first_day, c.last_day
FROM contract_beneficiary b JOIN contract c USING (contract_id) WHERE b.code = ANY ($1)
"""
SELECT_FIGURES_OF_SETTLED_YEARS = """
SELECT s.year, f.code
FROM settlement s LEFT JOIN municipality_figure f
    ON f.as_of = make_date(s.year, 1, 1) AND f.code = ANY ($1)
WHERE s.year BETWEEN $2 AND $3
"""
INSERT_CONTRACT = """
WITH signed AS (
    INSERT INTO contract (contract_id, payer, signed_on, first_day, last_day, tariff_version)
    VALUES ($1, $2, $3, $4, $5, $6)
)
INSERT INTO contract_beneficiary (contract_id, code) SELECT $1, unnest($7::text[])
"""


async def sign_contract(
    connection: Connection, command: SignContract, now: datetime
) -> ContractView:
    """Store the contract and announce it.

    Raises `SignedInFuture`, `StartsBeforeSigned`, `EndsBeforeStart`, `OutsideTariff`,
    `BeneficiaryTwice`, `PayerNotBeneficiary`, `UnknownTariff`, `UnknownMunicipality`,
    `OutsideOffer`, `SignedTwice` and, for a year that is settled already, `FiguresMissing`.
    """
    terms = Terms(
        payer=command.payer,
        beneficiaries=sorted(command.beneficiaries),
        signed_on=command.signed_on,
        first_day=command.from_,
        last_day=command.until,
    )
    tariff = _choose(await load_tariffs(connection, lock="share"), command.tariff_version)
    check_terms(terms, tariff, local_date(now))
    await _check_state(connection, terms)
    event = ContractSigned(
        contract_id=uuid4(),
        payer=terms.payer,
        beneficiaries=list(terms.beneficiaries),
        signed_on=terms.signed_on,
        from_=terms.first_day,
        until=terms.last_day,
        tariff_version=tariff.version,
    )
    await connection.execute(
        INSERT_CONTRACT, event.contract_id, event.payer, event.signed_on, event.from_, event.until,
        event.tariff_version, event.beneficiaries,
    )  # fmt: skip
    row = outbox_row(event, aggregate_id=event.contract_id, version=1, now=now)
    await record(connection, row)
    return _view(event)


def _view(event: ContractSigned) -> ContractView:
    return ContractView(
        contract_id=event.contract_id,
        payer=event.payer,
        beneficiaries=event.beneficiaries,
        signed_on=event.signed_on,
        from_=event.from_,
        until=event.until,
        tariff_version=event.tariff_version,
    )


def _choose(tariffs: Sequence[Tariff], version: str | None) -> Tariff:
    for tariff in reversed(tariffs):
        if version in (None, tariff.version):
            return tariff
    known = ", ".join(tariff.version for tariff in tariffs)
    raise UnknownTariff(f"There is no tariff of this version. Known: {known}.")


async def _check_state(connection: Connection, terms: Terms) -> None:
    """Refuse what the state of the beneficiaries forbids; they stay locked until the commit."""
    codes = terms.beneficiaries
    locked = await connection.fetch(LOCK_MUNICIPALITIES, codes)
    commitments = [Commitment(*row) for row in await connection.fetch(SELECT_COMMITMENTS, codes)]
    check_beneficiaries(terms, {row["code"]: row["excluded"] for row in locked}, commitments)
    figures = await connection.fetch(
        SELECT_FIGURES_OF_SETTLED_YEARS, codes, terms.years[0], terms.years[-1]
    )
    found = {(row["code"], row["year"]) for row in figures}
    check_figures(codes, found, sorted({row["year"] for row in figures}))
