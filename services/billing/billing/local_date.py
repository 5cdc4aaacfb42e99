"""The date in the Netherlands: contracts and invoices are dated in Europe/Amsterdam."""

from datetime import date, datetime

from shared.month import TIME_ZONE


def local_date(moment: datetime) -> date:
    """Return the date of a moment in the Netherlands."""
    return moment.astimezone(TIME_ZONE).date()
