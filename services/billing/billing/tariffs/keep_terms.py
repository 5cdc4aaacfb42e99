"""Keep what a tariff offers: its row, its periods, and who is outside the offer."""

from shared.database import Connection

from billing.tariffs.commands import ChangeTariff
from billing.tariffs.rules import Tariff, TariffPeriod, in_order

DELETE_PERIODS = "DELETE FROM tariff_period WHERE tariff_version = $1"
DELETE_EXCLUSIONS = "DELETE FROM tariff_exclusion WHERE tariff_version = $1"
INSERT_PERIODS = """
INSERT INTO tariff_period (tariff_version, first_year, last_year, yearly_budget)
SELECT $1, * FROM unnest($2::int[], $3::int[], $4::int[])
"""
INSERT_EXCLUSIONS = """
INSERT INTO tariff_exclusion (tariff_version, code) SELECT $1, unnest($2::text[])
"""


def tariff_as_asked(version: str, command: ChangeTariff) -> Tariff:
    """Return what a body asks for; raises `PeriodEndsBeforeStart` and `PeriodsDoNotFollow`."""
    return Tariff(
        version=version,
        reference_population=command.reference_population,
        minimum_participation=command.minimum_participation_percent,
        periods=in_order(
            TariffPeriod(each.first_year, each.last_year, each.yearly_budget)
            for each in command.periods
        ),
        rounding=command.rounding,
        part_of_year=command.part_of_year,
        excluded_join=command.excluded_join,
        excluded=frozenset(command.excluded),
    )


async def keep_parts(connection: Connection, tariff: Tariff) -> None:
    """Put the periods and exclusions of a draft in the place of those that it had."""
    periods = tariff.periods
    await connection.execute(DELETE_PERIODS, tariff.version)
    await connection.execute(DELETE_EXCLUSIONS, tariff.version)
    await connection.execute(
        INSERT_PERIODS, tariff.version, [each.first_year for each in periods],
        [each.last_year for each in periods], [each.yearly_budget for each in periods],
    )  # fmt: skip
    await connection.execute(INSERT_EXCLUSIONS, tariff.version, sorted(tariff.excluded))
