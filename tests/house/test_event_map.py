"""The README's event map says what the code does."""

import re
from importlib import import_module

from shared.events.catalogue import EVENTS, stream_subjects
from shared.events.envelope import Event, publisher_of

from tests.house.test_house_rules import ROOT

SERVICES = ("contacts", "billing", "volunteers", "reporting")
ROW = re.compile(
    r"^\| `(?P<event>[a-z0-9_.]+\.v\d+)` \| (?P<publisher>[^|]+) \| (?P<handlers>.+) \|$"
)


def partner_of(event: type[Event]) -> str | None:
    """Return the partner whose subject it is."""
    words = event.subject.split(".")
    return words[1] if words[0] == "partners" else None


def published_by(event: type[Event]) -> str:
    """Return who publishes an event, as the map names it: a partner's own word is the partner's."""
    publisher = publisher_of(event.subject)
    return f"the partner `{publisher}`" if publisher == partner_of(event) else publisher


def handled_by(event: type[Event]) -> str:
    """Return who acts on an event, and by which function; a copy is read by its partner."""
    by = []
    for service in SERVICES:
        handlers = import_module(f"{service}.event_handlers").handlers
        if event in handlers.events():
            by.append(f"{service}: `{handlers.handler_of(event).__name__}`")
    partner = partner_of(event)
    if partner and publisher_of(event.subject) != partner:
        by.append(f"the partner `{partner}`")
    return "<br>".join(by) or "nobody yet"


def row(event: type[Event]) -> str:
    """Return an event's row of the map."""
    return f"| `{event.subject}` | {published_by(event)} | {handled_by(event)} |"


def test_the_event_map_in_the_readme_is_that_of_the_code() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = [line for line in readme.splitlines() if ROW.match(line)]
    assert sorted(rows) == sorted(row(event) for event in EVENTS)


def test_every_event_has_a_stream_and_every_handler_says_when_it_acts() -> None:
    for event in EVENTS:
        assert event.stream_name() in stream_subjects()
    for service in SERVICES:
        handlers = import_module(f"{service}.event_handlers").handlers
        for event in handlers.events():
            name = handlers.handler_of(event).__name__
            assert name.endswith("_on_" + event.subject.split(".")[-2]), name
