"""Settle a year's participation and price, once."""

from datetime import date, datetime
from decimal import Decimal

from shared.database import Connection
from shared.events.billing import ParticipationSettled, PricePerInhabitant
from shared.outbox import outbox_row, record

from billing.contracts.rules import Commitment
from billing.municipalities.rules import check_figures
from billing.settlements.commands import SettleYear
from billing.settlements.rules import AlreadySettled, Settled, settle
from billing.settlements.views import SettlementView
from billing.tariffs.load_tariffs import load_tariffs
from billing.tariffs.rules import tariff_of

SELECT_YEAR_IS_SETTLED = "SELECT EXISTS (SELECT FROM settlement WHERE year = $1)"
# $2 and $3: the first and the last day of the year.
SELECT_COMMITMENTS_OF_YEAR = """
SELECT b.code, c.first_day, c.last_day
FROM contract_beneficiary b JOIN contract c USING (contract_id)
WHERE c.tariff_version = $1 AND c.first_day <= $3 AND c.last_day >= $2
"""
SELECT_FIGURES = """
SELECT f.code, f.inhabitants, m.excluded
FROM municipality_figure f JOIN municipality m USING (code) WHERE f.as_of = $1
"""
INSERT_SETTLEMENT = """
INSERT INTO settlement (year, tariff_version, budget, participating, eligible, participants,
    below_offer, settled_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""


async def settle_year(connection: Connection, command: SettleYear, now: datetime) -> SettlementView:
    """Divide the year's budget by the inhabitants of the contracts in force on 1 January.

    Contracts in force on any later day of the year are invoiced at the same price, so they too
    must have figures. Raises `YearNotPriced`, `AlreadySettled`, `FiguresMissing` and
    `NobodyParticipates`.
    """
    year = command.year
    first_day, last_day = date(year, 1, 1), date(year, 12, 31)
    tariff, period = tariff_of(await load_tariffs(connection, lock="update"), year)
    if await connection.fetchval(SELECT_YEAR_IS_SETTLED, year):
        raise AlreadySettled(f"{year} is settled: read /v1/settlements/{year}.")
    bound = [
        Commitment(*row)
        for row in await connection.fetch(
            SELECT_COMMITMENTS_OF_YEAR, tariff.version, first_day, last_day
        )
    ]
    # The inhabitants of each municipality on 1 January, and whether it is of the G4.
    figures = {code: (counted, of_g4) for code, counted, of_g4 in
               await connection.fetch(SELECT_FIGURES, first_day)}  # fmt: skip
    check_figures({each.beneficiary for each in bound}, {(code, year) for code in figures}, [year])
    settled = settle(
        year,
        tariff,
        period,
        {
            each.beneficiary: figures[each.beneficiary][0]
            for each in bound
            if each.first_day <= first_day <= each.last_day
        },
        sum(inhabitants for inhabitants, excluded in figures.values() if not excluded),
    )
    await _save(connection, settled, tariff.version, now)
    return SettlementView.of(settled, now)


async def _save(
    connection: Connection, settled: Settled, tariff_version: str, now: datetime
) -> None:
    await connection.execute(
        INSERT_SETTLEMENT, settled.year, tariff_version, settled.price.budget,
        settled.price.participating, settled.eligible, settled.participants, settled.below_offer,
        now,
    )  # fmt: skip
    row = outbox_row(_event(settled), aggregate_id=settled.year, version=1, now=now)
    await record(connection, row)


def _event(settled: Settled) -> ParticipationSettled:
    price = settled.price
    return ParticipationSettled(
        year=settled.year,
        participating_inhabitants=price.participating,
        eligible_inhabitants=settled.eligible,
        budget=Decimal(price.budget).quantize(Decimal("0.01")),
        price_per_inhabitant=PricePerInhabitant(
            numerator=price.budget, denominator=price.participating, printed=price.printed
        ),
    )
