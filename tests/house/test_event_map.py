"""The README's event map says what the code does."""

from sensoor.event_map import event_map
from sensoor.services import handlers
from shared.events.catalogue import EVENTS, stream_subjects

from tests.house.test_house_rules import ROOT


def test_the_event_map_in_the_readme_is_that_of_the_code() -> None:
    """`python -m tests.contracts.freeze` writes it."""
    assert event_map(handlers()) in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_event_has_a_stream_and_every_handler_says_when_it_acts() -> None:
    for event in EVENTS:
        assert event.stream_name() in stream_subjects()
    for service in handlers():
        for event in service.events():
            name = service.handler_of(event).__name__
            assert name.endswith("_on_" + event.subject.split(".")[-2]), name
