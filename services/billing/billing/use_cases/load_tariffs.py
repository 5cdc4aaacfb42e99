"""Load the tariffs, and choose who may act on them at the same time.

Signing a contract and importing figures share the lock of a tariff; settling a year takes it alone.
So a settlement sees whole what was signed and imported before it, and whoever comes after it
sees the settlement.
"""

from typing import Literal

from shared.database import Connection

from billing.rules.tariff import Tariff, TariffPeriod

TARIFFS = """
SELECT t.version, t.reference_population, t.minimum_participation,
    p.first_year, p.last_year, p.yearly_budget
FROM tariff t JOIN tariff_period p ON p.tariff_version = t.version
ORDER BY t.version, p.first_year
"""
LOCK = {None: "", "share": "FOR SHARE OF t", "update": "FOR UPDATE OF t"}


async def load_tariffs(
    connection: Connection, lock: Literal["share", "update"] | None = None
) -> list[Tariff]:
    """Return all tariffs, the newest last, locked until the commit if so asked."""
    found: dict[str, Tariff] = {}
    for row in await connection.fetch(TARIFFS + LOCK[lock]):
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
