"""Answers about calendars."""

from pydantic import Field
from shared.http import View


class CalendarView(View):
    """A calendar feed, to be subscribed to in any calendar program."""

    address: str = Field(
        description="who knows it reads the feed; it is told once, and renewing voids it"
    )


def view_of_feed(service: str, secret: str) -> CalendarView:
    """Return where a feed is; `service` is where clients reach the service."""
    return CalendarView(address=f"{service}/v1/calendars/{secret}.ics")
