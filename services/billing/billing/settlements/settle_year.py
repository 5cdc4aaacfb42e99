"""Settle a year's participation and price, once."""

from datetime import date, datetime
from decimal import Decimal

from shared.database import Connection
from shared.events.billing import ParticipationSettled, PricePerInhabitant
from shared.outbox import outbox_row, record

from billing.contracts.coverage import coverage_of, is_billed
from billing.municipalities.rules import check_figures
from billing.settlements.commands import SettleYear
from billing.settlements.rules import AlreadySettled, Settled, participation, settle
from billing.settlements.views import SettlementView
from billing.tariffs.load_tariffs import load_tariffs
from billing.tariffs.rules import tariff_of

SELECT_YEAR_IS_SETTLED = "SELECT EXISTS (SELECT FROM settlement WHERE year = $1)"
# $2 and $3: the first and the last day of the year.
SELECT_COVERAGES_OF_YEAR = """
SELECT b.code, b.first_day, b.last_day, b.part_from, b.part_until, b.part_of, b.came_from,
    b.left_because
FROM contract_beneficiary b JOIN contract c USING (contract_id)
WHERE c.tariff_version = $1 AND b.first_day <= $3 AND b.last_day >= $2
"""
SELECT_FIGURES = "SELECT code, inhabitants FROM municipality_figure WHERE as_of = $1"
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
        coverage_of(row)
        for row in await connection.fetch(
            SELECT_COVERAGES_OF_YEAR, tariff.version, first_day, last_day
        )
    ]
    figures: dict[str, int] = dict(await connection.fetch(SELECT_FIGURES, first_day))
    owing = {each.code for each in bound if is_billed(each, year)}
    check_figures(owing, {(code, year) for code in figures}, [year])
    on_first_day = [each for each in bound if each.first_day <= first_day]
    sharing, eligible = participation(on_first_day, figures, tariff)
    settled = settle(year, tariff, period, sharing, eligible)
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
