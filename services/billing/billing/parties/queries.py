"""Reads of parties, and of payers that lack one."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from shared.http import Page
from shared.refusals import NotFound
from sqlalchemy import literal
from sqlmodel import and_, col, func, or_, select, union
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.municipalities.queries import search_key
from billing.parties.rules.codes import SELLER
from billing.parties.rules.versions import Snapshot, as_of
from billing.parties.snapshot import COLUMN_NAMES
from billing.parties.views import PartyView, PartyWithVersions, Unnamed, VersionView
from billing.tables import ContractPayer, CourseDelivery, Municipality, Party, PartyVersion


class NoSuchParty(NotFound):
    """Nothing was given of a party of this code."""


async def list_parties(
    session: AsyncSession, search: str, cursor: str | None, limit: int, today: date
) -> Page[PartyView]:
    """List parties by code, each as it is today.

    `search` is a part of a name or the beginning of a code; case, accents and signs of names do
    not count.
    """
    query = select(Party).order_by(col(Party.party)).limit(limit + 1)
    if search.strip():
        wanted = search_key(literal(search))
        named = and_(wanted != "", func.strpos(search_key(col(Party.name)), wanted) > 0)
        coded = col(Party.party).startswith(search.strip().upper(), autoescape=True)
        query = query.where(or_(coded, named))
    if cursor:
        query = query.where(col(Party.party) > cursor)
    found = (await session.exec(query)).all()
    rows = found[:limit]
    versions = await _versions(session, [row.party for row in rows])
    return Page(
        items=[_view(row, versions.get(row.party, []), today) for row in rows],
        next_cursor=rows[-1].party if len(found) > limit else None,
    )


async def get_party(session: AsyncSession, party: str, today: date) -> PartyWithVersions:
    """Return a party with its versions; raises `NoSuchParty`."""
    found = await find_party(session, party, today)
    if found is None:
        raise NoSuchParty(f"Nothing was given of {party} yet: PUT /v1/parties/{party}.")
    return found


async def find_party(session: AsyncSession, party: str, today: date) -> PartyWithVersions | None:
    """Return a party with its versions; None where nothing was given of it."""
    row = await session.get(Party, party)
    if row is None:
        return None
    versions = (await _versions(session, [party])).get(party, [])
    in_order = sorted(versions, key=lambda version: (version.valid_from, version.version))
    view = _view(row, versions, today)
    return PartyWithVersions(**dict(view), versions=[_version(one) for one in in_order])


async def list_unnamed(session: AsyncSession) -> list[Unnamed]:
    """List who is to be named on documents and has no address: payers, clients, the seller."""
    payers = union(
        select(col(ContractPayer.payer).label("party")),
        select(col(CourseDelivery.client)).where(col(CourseDelivery.number).is_(None)),
        select(literal(SELLER)),
    ).subquery()
    query = (
        select(payers.c.party, Municipality.name)
        .outerjoin(Municipality, col(Municipality.code) == payers.c.party)
        .where(~select(Party).where(col(Party.party) == payers.c.party).exists())
        .order_by(payers.c.party)
    )
    return [Unnamed(party=party, name=name) for party, name in (await session.exec(query)).all()]


async def name_of(session: AsyncSession, party: str) -> str | None:
    """Return the name of the municipality of this code; None: there is none."""
    municipality = await session.get(Municipality, party)
    return municipality.name if municipality else None


async def _versions(session: AsyncSession, parties: Iterable[str]) -> dict[str, list[Snapshot]]:
    query = (
        select(PartyVersion)
        .where(col(PartyVersion.party).in_(parties))
        .order_by(col(PartyVersion.party), col(PartyVersion.version))
    )
    rows = [
        Snapshot(**{name: getattr(row, name) for name in COLUMN_NAMES})
        for row in (await session.exec(query)).all()
    ]
    return {party: list(versions) for party, versions in groupby(rows, lambda row: row.party)}


def _view(row: Party, versions: list[Snapshot], today: date) -> PartyView:
    held = as_of(versions, today)
    current = _version(held) if held else None
    return PartyView(party=row.party, kind=row.kind, name=row.name, current=current)


def _version(snapshot: Snapshot) -> VersionView:
    return VersionView.model_validate(snapshot, from_attributes=True)
