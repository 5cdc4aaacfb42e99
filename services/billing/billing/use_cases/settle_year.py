"""Settle a year's participation and price, once."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from shared.database import raw
from shared.events.billing import ParticipationSettled, PricePerInhabitant
from shared.outbox import record
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.commands import SettleYear
from billing.rules.contract import Commitment, check_figures
from billing.rules.settlement import AlreadySettled, Settled, settle
from billing.rules.tariff import tariff_of
from billing.tables import (
    Contract,
    ContractBeneficiary,
    Municipality,
    MunicipalityFigure,
    Settlement,
)
from billing.use_cases.load_tariffs import load_tariffs
from billing.views import SettlementView


async def settle_year(session: AsyncSession, command: SettleYear, now: datetime) -> SettlementView:
    """Divide the year's budget by the inhabitants of the contracts in force on 1 January.

    Contracts in force on any later day of the year are invoiced at the same price, so they too
    must have figures. Raises `YearNotPriced`, `AlreadySettled`, `FiguresMissing` and
    `NobodyParticipates`.
    """
    year, first_day = command.year, date(command.year, 1, 1)
    tariffs = await load_tariffs(await raw(session), hold="alone")
    tariff, period = tariff_of(tariffs, year)
    if await session.get(Settlement, year):
        raise AlreadySettled(f"{year} is settled: read /v1/settlements/{year}.")
    bound = await _bound_in(session, tariff.version, year)
    figures = await _figures(session, first_day)
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
    session.add(
        Settlement(
            year=year,
            tariff_version=tariff.version,
            budget=settled.price.budget,
            participating=settled.price.participating,
            eligible=settled.eligible,
            participants=settled.participants,
            below_offer=settled.below_offer,
            settled_at=now,
        )
    )
    record(session, _event(settled), aggregate_id=year, version=1, now=now)
    return SettlementView.of(settled, now)


async def _bound_in(session: AsyncSession, tariff_version: str, year: int) -> Sequence[Commitment]:
    """Return the beneficiaries of contracts in force on any day of the year."""
    query = (
        select(col(ContractBeneficiary.code), col(Contract.first_day), col(Contract.last_day))
        .join(Contract)
        .where(col(Contract.tariff_version) == tariff_version)
        .where(col(Contract.first_day) <= date(year, 12, 31))
        .where(col(Contract.last_day) >= date(year, 1, 1))
    )
    return [Commitment(*row) for row in (await session.exec(query)).all()]


async def _figures(session: AsyncSession, as_of: date) -> dict[str, tuple[int, bool]]:
    """Return the inhabitants of each municipality on that day, and whether it is of the G4."""
    query = (
        select(
            col(MunicipalityFigure.code),
            col(MunicipalityFigure.inhabitants),
            col(Municipality.excluded),
        )
        .join(Municipality)
        .where(col(MunicipalityFigure.as_of) == as_of)
    )
    rows = (await session.exec(query)).all()
    return {code: (inhabitants, excluded) for code, inhabitants, excluded in rows}


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
