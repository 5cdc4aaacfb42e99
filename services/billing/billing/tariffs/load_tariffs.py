"""Load the tariffs, with the lock that orders signing, importing and settling.

Signing a contract and importing figures share the lock of the tariff's row; settling a year takes
it exclusively. So a settlement sees every contract and figure that was committed before it, and
each later one sees the settlement.
"""

from typing import Literal

from shared.database import Connection

from billing.tariffs.rules import Tariff, TariffPeriod

SELECT_TARIFFS = """
SELECT t.version, t.reference_population, t.minimum_participation,
    p.first_year, p.last_year, p.yearly_budget
FROM tariff t JOIN tariff_period p ON p.tariff_version = t.version
ORDER BY t.version, p.first_year
"""
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
    """Return all tariffs, the newest last; a lock is held until the commit."""
    found: dict[str, Tariff] = {}
    for row in await connection.fetch(STATEMENTS[lock]):
        version = row["version"]
        earlier = found[version].periods if version in found else ()
        period = TariffPeriod(row["first_year"], row["last_year"], row["yearly_budget"])
        found[version] = Tariff(
            version=version,
            reference_population=row["reference_population"],
            minimum_participation=row["minimum_participation"],
            periods=(*earlier, period),
        )
    return list(found.values())
