"""The README's event map says what the code does."""

import re
from importlib import import_module

from shared.bus import STREAMS
from shared.events import billing, contacts, partners, volunteers
from shared.events.envelope import Event, publisher_of

from tests.house.test_house_rules import ROOT

SERVICES = ("contacts", "billing", "volunteers", "reporting")
ROW = re.compile(
    r"^\| `(?P<event>[a-z0-9_.]+\.v\d+)` \| (?P<publisher>\S+) \| (?P<handlers>.+) \|$"
)


def events() -> list[type[Event]]:
    values = [
        value
        for module in (contacts, billing, volunteers, partners)
        for value in vars(module).values()
    ]
    return [
        value
        for value in values
        if isinstance(value, type) and issubclass(value, Event) and value is not Event
    ]


def test_the_event_map_in_the_readme_is_that_of_the_code() -> None:
    expected = {}
    for event in events():
        by = []
        for service in SERVICES:
            handlers = import_module(f"{service}.event_handlers").handlers
            if event in handlers.events():
                by.append(f"{service}: `{handlers.handler_of(event).__name__}`")
        if event.subject.startswith("partners."):
            by.append("the partner")
        expected[event.subject] = (publisher_of(event.subject), "<br>".join(by))

    rows = {}
    for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines():
        if match := ROW.match(line):
            rows[match["event"]] = (match["publisher"], match["handlers"])

    assert rows == expected


def test_every_event_has_a_stream_and_every_handler_says_when_it_acts() -> None:
    for event in events():
        assert event.stream_name() in STREAMS
    for service in SERVICES:
        handlers = import_module(f"{service}.event_handlers").handlers
        for event in handlers.events():
            name = handlers.handler_of(event).__name__
            assert name.endswith("_on_" + event.subject.split(".")[-2]), name
