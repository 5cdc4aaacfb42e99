"""Load the tariffs, and choose who may act on them at the same time.

Signing a contract and importing figures hold a tariff together; settling a year holds it alone.
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
HOLD = {None: "", "together": "FOR SHARE OF t", "alone": "FOR UPDATE OF t"}


async def load_tariffs(
    connection: Connection, hold: Literal["together", "alone"] | None = None
) -> list[Tariff]:
    """Return all tariffs, the newest last, held until the commit if so asked."""
    found: dict[str, Tariff] = {}
    for row in await connection.fetch(TARIFFS + HOLD[hold]):
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
