"""The iCalendar text of a feed (RFC 5545, RFC 7986). Pure; all times are written in UTC.

With UTC no calendar program needs the rules of the clock change: the hour that exists twice in
October is two different hours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event

PRODUCT = "-//Sensoor//volunteers//NL"
REFRESH = timedelta(hours=1)
CANCELLED_STAYS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a calendar; a higher `sequence` replaces what a program has by the same uid."""

    uid: UUID
    starts_at: datetime
    ends_at: datetime
    summary: str
    place: str
    sequence: int
    cancelled: bool


def is_shown(cancelled_at: datetime | None, now: datetime) -> bool:
    """Tell whether a shift stands in a feed: a cancelled one for 30 days, as cancelled."""
    return cancelled_at is None or cancelled_at > now - CANCELLED_STAYS


def calendar_text(name: str, entries: Iterable[Entry], now: datetime) -> bytes:
    """Return a calendar as programs read it; `name` is the one that they show."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for key in ("name", "x-wr-calname"):  # that of RFC 7986, and the one that most programs know
        calendar.add(key, name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, now))
    text: bytes = calendar.to_ical()
    return text


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", str(entry.uid))
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", entry.summary)
    event.add("location", entry.place)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event
