"""Read what can be said of a municipality: what is known of it, and the reports around it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import asyncpg
from shared.database import Database, raw
from shared.refusals import NotFound
from shared.roles import Role

from reporting.books.periods import Period
from reporting.books.queries import ReportNotPublished
from reporting.counting.rules.month_table import COUNTRY
from reporting.disclosure.rules.threshold import half_up
from reporting.municipalities.rules.contribution import contribution
from reporting.municipalities.views import MunicipalityLink, MunicipalityReport
from reporting.reports.read_whole import Whole, read_whole
from reporting.reports.rules.figure import Figure
from reporting.reports.rules.reading import check_readable

DECIMALS = 6  # a village is a ten-thousandth of the nation
SELECT_ALL = """
SELECT code, name, province, excluded FROM municipality WHERE as_of = $1 ORDER BY province, name
"""
# $1: the code, $2: 1 January of the year. Contracts as they were signed.
SELECT_ONE = """
SELECT here.*, (SELECT sum(inhabitants) FROM municipality WHERE as_of = $2) AS nation,
    (SELECT payer FROM contract WHERE $1 = ANY (beneficiaries) AND first_day <= $2
        AND last_day >= $2 ORDER BY signed_on DESC, contract_id LIMIT 1) AS payer,
    price_numerator, price_denominator,
    (SELECT coalesce(sum(total), 0) FROM invoice JOIN contract USING (contract_id)
        WHERE period = extract(year FROM $2::date) AND payer = $1
          AND reason IS DISTINCT FROM 'course') AS invoiced
FROM municipality AS here LEFT JOIN settlement ON year = extract(year FROM $2::date)
WHERE code = $1 AND as_of = $2
"""


class MunicipalityNotFound(NotFound):
    """No municipality of that code has inhabitants on the reference date."""


@dataclass(frozen=True)
class WholeMunicipality:
    """What is said of a municipality, with what its page shows beside each report."""

    view: MunicipalityReport
    nation: Whole
    region: Whole | None


async def read_municipality(
    database: Database, period: Period, code: str, roles: Collection[Role], now: datetime
) -> WholeMunicipality:
    """Return what can be said of a municipality in a closed period.

    Raises `PeriodNotClosed`, `ReportNotPublished`, and `MunicipalityNotFound`.
    """
    check_readable(period, (), now)
    async with database.read() as session:
        known = await (await raw(session)).fetchrow(SELECT_ONE, code, _as_of(period))
    if known is None:
        raise MunicipalityNotFound(
            f"{code} is no municipality with known inhabitants on {_as_of(period)}: billing imports"
            " them by year"
        )
    nation = await read_whole(database, period, COUNTRY, roles, now)
    region = await _region(database, period, known["province"], roles, now)
    return WholeMunicipality(_view(period, known, nation, region), nation, region)


async def list_municipalities(database: Database, period: Period) -> list[MunicipalityLink]:
    """Return the municipalities of the period's year, by province and name."""
    async with database.read() as session:
        rows = await (await raw(session)).fetch(SELECT_ALL, _as_of(period))
    return [
        MunicipalityLink(
            **row, report=f"/v1/reports/{period}/municipalities/{row['code']}",
            page=f"/reporting/reports/{period}/municipalities/{row['code']}",
        )
        for row in rows
    ]  # fmt: skip


def known_figures(view: MunicipalityReport) -> list[Figure]:
    """Return what is known of a municipality itself, apart from what is observed."""
    return [
        Figure("inhabitants", "", view.inhabitants),
        Figure("share_of_inhabitants", "", view.share_of_inhabitants),
        *([] if view.contribution is None else [Figure("contribution", "", view.contribution)]),
        *([] if view.invoiced is None else [Figure("invoiced_here", "", view.invoiced)]),
    ]


async def _region(
    database: Database, period: Period, province: str, roles: Collection[Role], now: datetime
) -> Whole | None:
    try:
        return await read_whole(database, period, province, roles, now)
    except ReportNotPublished:
        return None


def _view(
    period: Period, known: asyncpg.Record, nation: Whole, region: Whole | None
) -> MunicipalityReport:
    row: dict[str, Any] = dict(known)
    takes_part = row["payer"] is not None and not row["excluded"]
    settled = row["price_numerator"] is not None
    amount = (
        contribution(row["inhabitants"], row["price_numerator"], row["price_denominator"])
        if takes_part and settled
        else None
    )
    return MunicipalityReport(
        period=str(period), code=row["code"], name=row["name"], province=row["province"],
        as_of=row["as_of"], inhabitants=row["inhabitants"],
        share_of_inhabitants=half_up(row["inhabitants"], row["nation"], DECIMALS),
        excluded=row["excluded"], takes_part=takes_part,
        payer=row["payer"] if takes_part else None, contribution=amount,
        invoiced=row["invoiced"] if takes_part and row["payer"] == row["code"] else None,
        region=region.report if region else None, nation=nation.report,
    )  # fmt: skip


def _as_of(period: Period) -> date:
    return date(period.year, 1, 1)
