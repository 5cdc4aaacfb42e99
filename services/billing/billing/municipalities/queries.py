"""Reads of municipalities and their figures."""

from datetime import date
from typing import Any

from shared.http import Page
from shared.refusals import BadInput, NotFound
from sqlalchemy import literal, literal_column
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.municipalities.views import MunicipalityView
from billing.paging import page_of
from billing.tables import FigureCorrection, Municipality, MunicipalityFigure


class NoSuchMunicipality(NotFound):
    """No municipality of this code was imported."""


class NoMunicipalityFound(BadInput):
    """No municipality has this code, or this text in its name."""


async def list_municipalities(
    session: AsyncSession, cursor: str | None, limit: int, as_of: date | None
) -> Page[MunicipalityView]:
    """List municipalities by code, with their figures of a date or else the newest."""
    query = _municipalities(as_of).order_by(col(Municipality.code))
    if cursor:
        query = query.where(col(Municipality.code) > cursor)
    return await page_of(session, query, limit, _view, lambda view: view.code)


async def get_municipality(
    session: AsyncSession, code: str, as_of: date | None
) -> MunicipalityView:
    """Return one municipality; raises `NoSuchMunicipality`."""
    query = _municipalities(as_of).where(col(Municipality.code) == code)
    row = (await session.exec(query)).one_or_none()
    if row is None:
        raise NoSuchMunicipality(f"{code} was not imported.")
    return _view(row)


async def find_codes(session: AsyncSession, text: str) -> list[str]:
    """Return the codes of the municipalities with this code or with this text in their name.

    Case, accents, spaces and punctuation do not count. Raises `NoMunicipalityFound`.
    """
    wanted = search_key(literal(text))
    by_name = and_(wanted != "", func.strpos(search_key(col(Municipality.name)), wanted) > 0)
    query = select(Municipality.code).where(or_(col(Municipality.code) == text.upper(), by_name))
    codes = (await session.exec(query)).all()
    if not codes:
        raise NoMunicipalityFound(
            "no municipality has this name or code: write a part of its name, or its CBS code"
            " such as GM0301"
        )
    return list(codes)


def search_key(name: Any) -> Any:
    """Return the SQL of a name's letters and digits alone, without accents, in lower case.

    The order of the keys is alphabetical: `Súdwest-Fryslân` is `sudwestfryslan`.
    """
    decomposed = func.normalize(name, literal_column("NFKD"))
    return func.regexp_replace(func.lower(decomposed), "[^a-z0-9]", "", "g")


async def count_eligible(session: AsyncSession, year: int) -> int:
    """Count the inhabitants outside the G4 by the year's imported figures; 0: none imported."""
    query = (
        select(func.coalesce(func.sum(MunicipalityFigure.inhabitants), 0))
        .join(Municipality)
        .where(col(MunicipalityFigure.as_of) == date(year, 1, 1))
        .where(col(Municipality.excluded).is_(False))
    )
    return int((await session.exec(query)).one())


def _municipalities(as_of: date | None) -> Any:
    figure = MunicipalityFigure
    of_code = col(figure.code) == col(Municipality.code)
    any_figure = aliased(MunicipalityFigure)
    newest = (
        select(func.max(any_figure.as_of))
        .where(col(any_figure.code) == col(Municipality.code))
        .scalar_subquery()
    )
    date_wanted = newest if as_of is None else as_of
    wanted = and_(of_code, col(figure.as_of) == date_wanted)
    correction = FigureCorrection
    corrected = (
        select(correction.inhabitants)
        .where(col(correction.code) == col(figure.code), col(correction.as_of) == figure.as_of)
        .order_by(col(correction.correction).desc())
        .limit(1)
        .scalar_subquery()
    )
    holds = func.coalesce(corrected, figure.inhabitants)
    return select(Municipality, col(figure.as_of), holds).outerjoin(figure, wanted)


def _view(row: Any) -> MunicipalityView:
    municipality, as_of, inhabitants = row
    return MunicipalityView(
        code=municipality.code,
        name=municipality.name,
        province=municipality.province,
        excluded=municipality.excluded,
        as_of=as_of,
        inhabitants=inhabitants,
    )
