"""Change a draft."""

from shared.database import Connection

from billing.tariffs.commands import ChangeTariff
from billing.tariffs.keep_terms import keep_parts, tariff_as_asked
from billing.tariffs.load_tariffs import load_version
from billing.tariffs.rules import TariffVersion, check_draft
from billing.tariffs.views import TariffView

UPDATE_TARIFF = """
UPDATE tariff SET reference_population = $2, minimum_participation = $3, rounding = $4,
    part_of_year = $5, excluded_join = $6, revision = $7
WHERE version = $1
"""


async def change_tariff(
    connection: Connection, version: str, command: ChangeTariff, revision: int
) -> TariffView:
    """Put other terms in the place of a draft's; `revision` is the one that they change.

    Raises `NoSuchTariff`, `TariffIsPublished`, `PreconditionFailed`, `PeriodEndsBeforeStart` and
    `PeriodsDoNotFollow`.
    """
    check_draft(await load_version(connection, version, lock=True), revision)
    tariff = tariff_as_asked(version, command)
    await connection.execute(
        UPDATE_TARIFF, version, tariff.reference_population, tariff.minimum_participation,
        tariff.rounding, tariff.part_of_year, tariff.excluded_join, revision + 1,
    )  # fmt: skip
    await keep_parts(connection, tariff)
    return TariffView.of(TariffVersion(tariff, revision + 1, published_at=None))
