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
from billing.contracts.coverage import coverage_of
from billing.contracts.rules import Terms, UnknownTariff, check_beneficiaries, check_terms
from billing.contracts.views import ContractView
from billing.local_date import local_date
from billing.municipalities.rules import check_figures
from billing.tariffs.load_tariffs import load_tariffs
from billing.tariffs.rules import Tariff

# Contracts that share beneficiaries wait for each other; rows are locked in the order of code,
# which excludes a deadlock.
LOCK_MUNICIPALITIES = """
SELECT code, abolished_on FROM municipality WHERE code = ANY ($1) ORDER BY code FOR UPDATE
"""
SELECT_COMMITMENTS = """
SELECT code, first_day, last_day, part_from, part_until, part_of, came_from, left_because
FROM contract_beneficiary WHERE code = ANY ($1)
"""
SELECT_FIGURES_OF_SETTLED_YEARS = """
SELECT s.year, f.code
FROM settlement s LEFT JOIN municipality_figure f
    ON f.as_of = make_date(s.year, 1, 1) AND f.code = ANY ($1)
WHERE s.year BETWEEN $2 AND $3
"""
# A contract is for all inhabitants of those who sign it: 0 to 1, of 1.
INSERT_CONTRACT = """
WITH signed AS (
    INSERT INTO contract (contract_id, payer, signed_on, first_day, last_day, tariff_version,
        vat, order_reference, break_dates, version)
    VALUES ($1, $2, $3, $4, $5, $6, $8, $9, $10, 1)
), pays AS (
    INSERT INTO contract_payer (contract_id, first_day, payer) VALUES ($1, $4, $2)
)
INSERT INTO contract_beneficiary (contract_id, code, first_day, last_day, part_from, part_until,
    part_of)
SELECT $1, unnest($7::text[]), $4, $5, 0, 1, 1
"""


async def sign_contract(
    connection: Connection, command: SignContract, now: datetime
) -> ContractView:
    """Store the contract and announce it.

    Raises `SignedInFuture`, `StartsBeforeSigned`, `EndsBeforeStart`, `BreakDateOutsideTerm`,
    `OutsideTariff`, `BeneficiaryTwice`, `PayerNotBeneficiary`, `UnknownTariff`,
    `UnknownMunicipality`, `MunicipalityAbolished`, `OutsideOffer`, `SignedTwice` and, for a year
    that is settled already, `FiguresMissing`.
    """
    terms = Terms(
        payer=command.payer,
        beneficiaries=sorted(command.beneficiaries),
        signed_on=command.signed_on,
        first_day=command.from_,
        last_day=command.until,
        break_dates=sorted(set(command.break_dates)),
    )
    tariff = _choose(await load_tariffs(connection, lock="share"), command.tariff_version)
    check_terms(terms, tariff, local_date(now))
    await _check_state(connection, terms, tariff)
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
        event.tariff_version, event.beneficiaries, command.vat, command.order_reference,
        terms.break_dates,
    )  # fmt: skip
    row = outbox_row(event, aggregate_id=event.contract_id, version=1, now=now)
    await record(connection, row)
    return _view(event, command, terms)


def _view(event: ContractSigned, command: SignContract, terms: Terms) -> ContractView:
    return ContractView(
        contract_id=event.contract_id,
        payer=event.payer,
        beneficiaries=event.beneficiaries,
        signed_on=event.signed_on,
        from_=event.from_,
        until=event.until,
        tariff_version=event.tariff_version,
        vat=command.vat,
        order_reference=command.order_reference,
        break_dates=list(terms.break_dates),
        ended_on=None,
        ended_because=None,
        follows=None,
        version=1,
    )


def _choose(tariffs: Sequence[Tariff], version: str | None) -> Tariff:
    for tariff in reversed(tariffs):
        if version in (None, tariff.version):
            return tariff
    known = ", ".join(tariff.version for tariff in tariffs)
    raise UnknownTariff(f"There is no tariff of this version. Known: {known}.")


async def _check_state(connection: Connection, terms: Terms, tariff: Tariff) -> None:
    """Refuse what the state of the beneficiaries forbids; they stay locked until the commit."""
    codes = terms.beneficiaries
    locked = await connection.fetch(LOCK_MUNICIPALITIES, codes)
    commitments = [coverage_of(row) for row in await connection.fetch(SELECT_COMMITMENTS, codes)]
    abolished = {row["code"]: row["abolished_on"] for row in locked}
    check_beneficiaries(terms, tariff, abolished, commitments)
    figures = await connection.fetch(
        SELECT_FIGURES_OF_SETTLED_YEARS, codes, terms.years[0], terms.years[-1]
    )
    found = {(row["code"], row["year"]) for row in figures}
    check_figures(codes, found, sorted({row["year"] for row in figures}))
