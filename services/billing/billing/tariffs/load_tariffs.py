"""Load tariffs, with the lock that orders signing, importing and settling.

Signing a contract and importing figures share the lock of the tariff's row; settling a year takes
it exclusively. So a settlement sees every contract and figure that was committed before it, and
each later one sees the settlement.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal

from shared.database import Connection

from billing.tariffs.rules import NoSuchTariff, Tariff, TariffPeriod, TariffVersion

SELECT_VERSIONS = """
SELECT t.*, p.first_year, p.last_year, p.yearly_budget, ARRAY(
        SELECT e.code FROM tariff_exclusion e WHERE e.tariff_version = t.version
    ) AS excluded
FROM tariff t JOIN tariff_period p ON p.tariff_version = t.version
"""
# Rows are locked in the order of version, which excludes a deadlock.
SELECT_TARIFFS = (
    SELECT_VERSIONS + "WHERE t.published_at IS NOT NULL ORDER BY t.version, p.first_year\n"
)
LOCK_TARIFFS_FOR_SHARE = SELECT_TARIFFS + "FOR SHARE OF t"
LOCK_TARIFFS_FOR_UPDATE = SELECT_TARIFFS + "FOR UPDATE OF t"
# Publishing waits for whoever publishes, changes, signs or settles, and then reads what they did.
LOCK_ALL_VERSIONS = "SELECT FROM tariff ORDER BY version FOR UPDATE"
LOCK_VERSION = "SELECT FROM tariff WHERE version = $1 FOR UPDATE"
SELECT_ALL_VERSIONS = SELECT_VERSIONS + "ORDER BY t.version, p.first_year"
SELECT_VERSION = SELECT_VERSIONS + "WHERE t.version = $1 ORDER BY p.first_year"
STATEMENTS = {
    None: SELECT_TARIFFS,
    "share": LOCK_TARIFFS_FOR_SHARE,
    "update": LOCK_TARIFFS_FOR_UPDATE,
}


async def load_tariffs(
    connection: Connection, lock: Literal["share", "update"] | None = None
) -> list[Tariff]:
    """Return the published tariffs by their years, the newest last.

    A lock is held until the commit. Drafts price nothing and are never among them.
    """
    return [kept.tariff for kept in _versions(await connection.fetch(STATEMENTS[lock]))]


async def load_versions(connection: Connection, *, lock: bool = False) -> list[TariffVersion]:
    """Return all versions by their years, drafts among them; a lock is held until the commit."""
    if lock:
        await connection.execute(LOCK_ALL_VERSIONS)
    return _versions(await connection.fetch(SELECT_ALL_VERSIONS))


async def load_version(
    connection: Connection, version: str, *, lock: bool = False
) -> TariffVersion:
    """Return one version, published or a draft; raises `NoSuchTariff`."""
    if lock:
        await connection.execute(LOCK_VERSION, version)
    return only(_versions(await connection.fetch(SELECT_VERSION, version)), version)


def only(versions: Iterable[TariffVersion], version: str) -> TariffVersion:
    """Return the version of this name; raises `NoSuchTariff`."""
    for kept in versions:
        if kept.tariff.version == version:
            return kept
    raise NoSuchTariff("There is no tariff of this version: /v1/tariffs lists them.")


def _versions(rows: Iterable[Any]) -> list[TariffVersion]:
    """Return the versions of rows that are in the order of version and period."""
    found = [_version(list(of_one)) for _, of_one in groupby(rows, itemgetter("version"))]
    return sorted(found, key=lambda kept: (kept.tariff.first_year, kept.tariff.version))


def _version(rows: Sequence[Any]) -> TariffVersion:
    row = rows[0]
    tariff = Tariff(
        version=row["version"],
        reference_population=row["reference_population"],
        minimum_participation=row["minimum_participation"],
        periods=tuple(
            TariffPeriod(each["first_year"], each["last_year"], each["yearly_budget"])
            for each in rows
        ),
        rounding=row["rounding"],
        part_of_year=row["part_of_year"],
        excluded_join=row["excluded_join"],
        excluded=frozenset(row["excluded"]),
    )
    return TariffVersion(tariff, row["revision"], row["published_at"])
