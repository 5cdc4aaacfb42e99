"""Draft a tariff."""

from shared.database import Connection

from billing.tariffs.commands import DraftTariff
from billing.tariffs.keep_terms import keep_parts, tariff_as_asked
from billing.tariffs.rules import TariffExists, TariffVersion
from billing.tariffs.views import TariffView

INSERT_TARIFF = """
INSERT INTO tariff (version, reference_population, minimum_participation, rounding, part_of_year,
    excluded_join, revision)
VALUES ($1, $2, $3, $4, $5, $6, 1)
ON CONFLICT DO NOTHING RETURNING true
"""


async def draft_tariff(connection: Connection, command: DraftTariff) -> TariffView:
    """Keep a new draft. It prices nothing, and its years may be those of other versions.

    Raises `PeriodEndsBeforeStart`, `PeriodsDoNotFollow` and `TariffExists`.
    """
    tariff = tariff_as_asked(command.version, command)
    kept = await connection.fetchval(
        INSERT_TARIFF, tariff.version, tariff.reference_population, tariff.minimum_participation,
        tariff.rounding, tariff.part_of_year, tariff.excluded_join,
    )  # fmt: skip
    if not kept:
        raise TariffExists(
            f"There is a tariff {tariff.version} already. Change it while it is a draft, or name "
            "the new one otherwise, such as 2019-2022b."
        )
    await keep_parts(connection, tariff)
    return TariffView.of(TariffVersion(tariff, revision=1, published_at=None))
