"""The published language, whole: every event, who publishes it, and the streams that keep them."""

from typing import get_args

from shared.events import billing, contacts, partners, reporting, volunteers
from shared.events.envelope import Event, publisher_of
from shared.events.vocabulary import Partner

PARTNERS: tuple[str, ...] = get_args(Partner)
EVENTS: tuple[type[Event], ...] = tuple(
    thing
    for module in (contacts, partners, billing, volunteers, reporting)
    for thing in vars(module).values()
    if isinstance(thing, type) and issubclass(thing, Event) and hasattr(thing, "subject")
)


def published_by(publisher: str) -> list[type[Event]]:
    """Return the events of a service, or of a partner."""
    return [event for event in EVENTS if publisher_of(event.subject) == publisher]


def stream_subjects() -> dict[str, list[str]]:
    """Return every stream with the subjects that it keeps; each event is kept in one.

    A service's stream keeps all that the service publishes, a partner's the named events only.
    """
    kept: dict[str, list[str]] = {}
    for event in EVENTS:
        if event.subject.startswith("partners."):
            kept.setdefault(event.stream_name(), []).append(event.subject)
        else:
            kept[event.stream_name()] = [f"{publisher_of(event.subject)}.>"]
    return {**kept, "DEAD_LETTERS": ["dead_letters.>"]}
