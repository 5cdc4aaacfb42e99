"""Local time for output to people."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

SHOWN_IN = ZoneInfo("Europe/Amsterdam")


def moment(seconds: float) -> str:
    """Return day and time of a moment in seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(SHOWN_IN).strftime("%d %b %H:%M:%S")


def recent(seconds: float) -> str:
    """Return a moment in seconds since 1970: the time alone if it was today."""
    day = datetime.fromtimestamp(seconds, UTC).astimezone(SHOWN_IN).date()
    return moment(seconds)[7:] if day == datetime.now(SHOWN_IN).date() else moment(seconds)


def now() -> str:
    """Return the time of day."""
    return datetime.now(SHOWN_IN).strftime("%H:%M:%S")
