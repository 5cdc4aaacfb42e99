"""Municipalities found by name or code, and documents by number."""

from typing import Any

from sqlalchemy import literal
from sqlmodel import and_, col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.history.views import FoundMunicipality
from billing.invoices.balances import balances
from billing.municipalities.queries import search_key
from billing.tables import ContractBeneficiary, Document, Municipality, MunicipalityFigure


async def find_municipalities(session: AsyncSession, text: str) -> list[FoundMunicipality]:
    """List the municipalities with this code or this text in their name, by name; all for ''.

    Case, accents, spaces and punctuation do not count.
    """
    code = col(Municipality.code)
    invoices = balances()
    owed = select(func.coalesce(func.sum(invoices.c.open), 0)).where(invoices.c.payer == code)
    until = select(func.max(ContractBeneficiary.last_day)).where(
        col(ContractBeneficiary.code) == code
    )
    query: Any = select(  # type: ignore[call-overload]
        Municipality.code, Municipality.name, Municipality.province,
        _newest_figure().scalar_subquery().label("inhabitants"),
        until.scalar_subquery().label("contract_until"), owed.scalar_subquery().label("open"),
    ).order_by(search_key(col(Municipality.name)), code)  # fmt: skip
    if text:
        key = search_key(literal(text))
        by_name = and_(key != "", func.strpos(search_key(col(Municipality.name)), key) > 0)
        query = query.where(or_(code == text.upper(), by_name))
    return [FoundMunicipality(*row) for row in (await session.exec(query)).all()]


async def is_document(session: AsyncSession, number: str) -> bool:
    """Say whether there is an invoice or a credit note of this number."""
    query = select(Document.number).where(col(Document.number) == number)
    return (await session.exec(query)).first() is not None


def _newest_figure() -> Any:
    figure = MunicipalityFigure
    return (
        select(figure.inhabitants)
        .where(col(figure.code) == col(Municipality.code))
        .order_by(col(figure.as_of).desc())
        .limit(1)
    )
