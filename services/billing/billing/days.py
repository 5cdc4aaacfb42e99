"""The civil day: contracts and invoices are dated where the municipalities are."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def day_of(moment: datetime) -> date:
    """Return the day that a moment belongs to in the Netherlands."""
    return moment.astimezone(AMSTERDAM).date()
