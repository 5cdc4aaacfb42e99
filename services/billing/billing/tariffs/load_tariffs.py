"""Load the published tariffs, with the lock that orders signing, importing and settling.

Signing a contract and importing figures share the lock of the tariff's row; settling a year takes
it exclusively. So a settlement sees every contract and figure that was committed before it, and
each later one sees the settlement.
"""

from collections.abc import Iterable
from typing import Any, Literal

from shared.database import Connection

from billing.tariffs.rules import Tariff, TariffPeriod

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
    return tariffs_of(await connection.fetch(STATEMENTS[lock]))


def tariffs_of(rows: Iterable[Any]) -> list[Tariff]:
    """Return the tariffs of `SELECT_VERSIONS`, whose rows are in the order of their periods."""
    found: dict[str, Tariff] = {}
    for row in rows:
        version = row["version"]
        earlier = found[version].periods if version in found else ()
        period = TariffPeriod(row["first_year"], row["last_year"], row["yearly_budget"])
        found[version] = Tariff(
            version=version,
            reference_population=row["reference_population"],
            minimum_participation=row["minimum_participation"],
            periods=(*earlier, period),
            rounding=row["rounding"],
            part_of_year=row["part_of_year"],
            excluded_join=row["excluded_join"],
            excluded=frozenset(row["excluded"]),
        )
    return sorted(found.values(), key=lambda tariff: (tariff.first_year, tariff.version))
