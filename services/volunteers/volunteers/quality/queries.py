"""The quality file of a year, counted anew for each reader."""

from datetime import date

from shared.database import raw
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.quality.norms import NORMS, Norm, Period
from volunteers.quality.rules import Evidence, verdict
from volunteers.quality.views import NormView, QualityFileView


async def quality_file(session: AsyncSession, year: int, today: date) -> QualityFileView:
    """Return every norm with its evidence, of a year that has ended or up to today.

    Of a year to come nothing is counted yet.
    """
    period = Period(date(year, 1, 1), min(date(year, 12, 31), today))
    connection = await raw(session)
    norms = [_view(norm, await norm.count(connection, period)) for norm in NORMS]
    return QualityFileView(year=year, until=period.last, norms=norms)


def _view(norm: Norm, evidence: Evidence) -> NormView:
    return NormView(
        code=norm.code,
        asks=norm.asks,
        counted=norm.counted,
        kept=evidence.kept,
        of=evidence.of,
        least=None if norm.least is None else float(norm.least),
        since=evidence.since,
        verdict=verdict(evidence, norm.least),
    )
