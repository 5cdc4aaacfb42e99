"""Publish a draft: from then on it prices, is signed and settles, and never changes."""

from datetime import datetime

from shared.database import Connection

from billing.tariffs.load_tariffs import load_versions, only
from billing.tariffs.rules import TariffVersion, check_draft, check_years_free
from billing.tariffs.views import TariffView

PUBLISH_TARIFF = "UPDATE tariff SET published_at = $2 WHERE version = $1"


async def publish_tariff(
    connection: Connection, version: str, revision: int, now: datetime
) -> TariffView:
    """Publish a draft as it was at `revision`; two of the same years cannot both be published.

    Raises `NoSuchTariff`, `TariffIsPublished`, `PreconditionFailed` and `YearPricedAlready`.
    """
    versions = await load_versions(connection, lock=True)
    kept = only(versions, version)
    check_draft(kept, revision)
    check_years_free(kept.tariff, [each.tariff for each in versions if each.published_at])
    await connection.execute(PUBLISH_TARIFF, version, now)
    return TariffView.of(TariffVersion(kept.tariff, revision, now))
