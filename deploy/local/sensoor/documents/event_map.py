"""The event map of the README: each event's publisher, and the functions that handle it."""

import re
from collections.abc import Iterable

from shared.events.catalogue import EVENTS
from shared.events.envelope import Event, publisher_of
from shared.handlers import Handlers

HEAD = "| event | publisher | handlers |\n| --- | --- | --- |\n"
ROWS = re.compile(re.escape(HEAD) + r"(\|.*\n)+")


def event_map(services: Iterable[Handlers]) -> str:
    """Return the map as a table: one row for each event of the catalogue, in its order."""
    known = list(services)
    return HEAD + "".join(f"{_row(event, known)}\n" for event in EVENTS)


def mapped(readme: str, services: Iterable[Handlers]) -> str:
    """Return the README with the current map."""
    return ROWS.sub(lambda _: event_map(services), readme)


def _row(event: type[Event], services: list[Handlers]) -> str:
    words, publisher = event.subject.split("."), publisher_of(event.subject)
    partner = words[1] if words[0] == "partners" else None
    by = [
        f"{handlers.service}: `{handlers.handler_of(event).__name__}`"
        for handlers in services
        if event in handlers.events()
    ]
    if partner and publisher != partner:
        by.append(f"the partner `{partner}`")
    who = f"the partner `{partner}`" if publisher == partner else publisher
    return f"| `{event.subject}` | {who} | {'<br>'.join(by) or 'nobody yet'} |"
