"""The README's event map says what the code does."""

from sensoor.documents.event_map import event_map
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
            told = event.subject.split(".")[-2]
            name = service.handler_of(event).__name__
            _does, _, on = name.partition("_on_")
            alone = len(next(row for row in service.table if event in row.events).events) == 1
            # One for several events names what each of them is about.
            assert on == told if alone else told.split("_")[0] in on.split("_"), name
