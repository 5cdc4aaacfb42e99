"""Correct the inhabitants by which a year was settled: the price stays, what is owed changes."""

from datetime import date, datetime

from shared.database import Connection
from shared.events.billing import MunicipalityRegistered
from shared.outbox import outbox_row, record

from billing.local_date import local_date
from billing.municipalities.commands import CorrectFigure
from billing.municipalities.queries import NoSuchMunicipality
from billing.municipalities.rules import check_correction, check_reference_date
from billing.municipalities.views import CorrectionView
from billing.tariffs.load_tariffs import load_tariffs

# The row orders corrections and signatures of one municipality.
LOCK_MUNICIPALITY = """
SELECT code, name, province, excluded, version FROM municipality WHERE code = $1 FOR UPDATE
"""
SELECT_YEAR_IS_SETTLED = "SELECT EXISTS (SELECT FROM settlement WHERE year = $1)"
SELECT_FIGURE = """
SELECT f.inhabitants, c.correction, c.inhabitants AS corrected
FROM municipality_figure f LEFT JOIN figure_correction c USING (code, as_of)
WHERE f.code = $1 AND f.as_of = $2 ORDER BY c.correction DESC LIMIT 1
"""
INSERT_CORRECTION = """
WITH corrected AS (UPDATE municipality SET version = version + 1 WHERE code = $1)
INSERT INTO figure_correction (code, as_of, correction, inhabitants, corrected_at)
VALUES ($1, $2, $3, $4, $5)
"""


async def correct_figure(
    connection: Connection, code: str, command: CorrectFigure, now: datetime
) -> CorrectionView:
    """Store the correction and announce the municipality anew.

    Raises `NotOnJanuaryFirst`, `FiguresFromFuture`, `NoSuchMunicipality`, `FigureNotSettled`,
    `FiguresMissing` and `FigureUnchanged`.
    """
    check_reference_date(command.as_of, local_date(now))
    await load_tariffs(connection, lock="share")
    municipality = await connection.fetchrow(LOCK_MUNICIPALITY, code)
    if municipality is None:
        raise NoSuchMunicipality(f"{code} was not imported.")
    before, corrections = await _figure(connection, code, command.as_of)
    settled = await connection.fetchval(SELECT_YEAR_IS_SETTLED, command.as_of.year)
    check_correction(command.as_of, settled, before, command.inhabitants)
    await connection.execute(
        INSERT_CORRECTION, code, command.as_of, corrections + 1, command.inhabitants, now
    )
    event = MunicipalityRegistered(
        code=code,
        name=municipality["name"],
        province=municipality["province"],
        inhabitants=command.inhabitants,
        as_of=command.as_of,
        excluded=municipality["excluded"],
    )
    version = municipality["version"] + 1
    await record(connection, outbox_row(event, aggregate_id=code, version=version, now=now))
    return CorrectionView(
        code=code, as_of=command.as_of, correction=corrections + 1, before=before or 0,
        inhabitants=command.inhabitants,
    )  # fmt: skip


async def _figure(connection: Connection, code: str, as_of: date) -> tuple[int | None, int]:
    """Return the figure that holds, None without one, and how often it was corrected."""
    row = await connection.fetchrow(SELECT_FIGURE, code, as_of)
    if row is None:
        return None, 0
    return row["corrected"] or row["inhabitants"], row["correction"] or 0
