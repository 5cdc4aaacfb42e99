"""Time as people here read it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

SHOWN_IN = ZoneInfo("Europe/Amsterdam")


def moment(seconds: float) -> str:
    """Day and time of a moment in seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(SHOWN_IN).strftime("%d %b %H:%M:%S")


def now() -> str:
    """The time of day."""
    return datetime.now(SHOWN_IN).strftime("%H:%M:%S")
