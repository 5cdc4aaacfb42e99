"""CloudEvents 1.0 in the binary mode of its NATS protocol binding.

The attributes travel as `ce-*` headers and the data as the JSON body, after the NL GOV profile
for CloudEvents: `source` is a urn of the organisation and the system, `type` is reverse-DNS
without an organisation's name, `sequence` orders the events of one aggregate.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

SEQUENCE_DIGITS = 20
MAX_DATA_BYTES = 60_000  # a message may be 64 KB; the headers need the rest


class MalformedEvent(Exception):
    """A message that is not an event of ours; `code` says why, without any of its content."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Event(BaseModel):
    """What happened, in the past tense; `subject` is `<service>.<event>.v<N>`.

    Consumers ignore fields that they do not know: a new optional field stays v1, anything else
    is a new version.
    """

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, extra="ignore"
    )
    subject: ClassVar[str]
    # The grid to which the envelope's time is cut, in seconds: contacts and the partners' copies
    # say when things happened by the quarter hour only.
    time_grid_seconds: ClassVar[int] = 0

    @classmethod
    def stream_name(cls) -> str:
        """Return the JetStream stream that keeps this event, for example `CONTACTS`."""
        return stream_of(cls.subject)

    @classmethod
    def type_name(cls) -> str:
        """Return the CloudEvents type: `nl.hulpopafstand.contacts.contact-handled.v1`."""
        return f"nl.hulpopafstand.{cls.subject.replace('_', '-')}"


def stream_of(subject: str) -> str:
    """Return the stream of a subject: its publisher's; a partner has one each way.

    What a partner answers lies apart: were it to flood its stream, ours would go on.
    """
    words = subject.split(".")
    if words[0] != "partners":
        return words[0].upper()
    way = "FROM" if publisher_of(subject) == words[1] else "PARTNER"
    return f"{way}_{words[1].upper()}"


E = TypeVar("E", bound=Event)
E_co = TypeVar("E_co", bound=Event, covariant=True)


def publisher_of(subject: str) -> str:
    """Return who publishes a subject: a service; contacts for the partners' copies; a partner."""
    words = subject.split(".")
    if words[0] != "partners":
        return words[0]
    return words[1] if words[2] == "handover_answered" else "contacts"


@dataclass(frozen=True, slots=True)
class Envelope(Generic[E_co]):
    """An event with what is known about it: its id, its aggregate and the place in its history.

    `sequence` is a string that orders the events of one aggregate (`aggregate_id`); `time` is
    when it was recorded, in UTC; `traceparent` (W3C) ties it to the request that caused it.
    """

    id: UUID
    aggregate_id: str
    sequence: str
    time: datetime
    data: E_co
    traceparent: str | None = None


def sequence(version: int) -> str:
    """Write an aggregate's version so that the order of the strings is that of the numbers."""
    return f"{version:0{SEQUENCE_DIGITS}d}"


def grid(time: datetime, seconds: int) -> datetime:
    """Cut `time` down to a multiple of `seconds` since the epoch; 0 leaves it as it is."""
    if not seconds:
        return time
    stamp = int(time.timestamp())
    return datetime.fromtimestamp(stamp - stamp % seconds, UTC)


def headers(
    event: Event,
    *,
    source: str,
    aggregate_id: str,
    version: int,
    time: datetime,
    traceparent: str | None,
) -> dict[str, str]:
    """Return the NATS headers of a new event: CloudEvents attributes and the dedupe id.

    The id is random (UUIDv4), never time-ordered: it must not give away when a person called.
    """
    event_id = str(uuid4())
    shown_time = grid(time, event.time_grid_seconds).astimezone(UTC)
    result = {
        "Nats-Msg-Id": event_id,
        "ce-specversion": "1.0",
        "ce-id": event_id,
        "ce-source": source,
        "ce-type": event.type_name(),
        "ce-time": shown_time.isoformat().replace("+00:00", "Z"),
        "ce-subject": aggregate_id,
        "ce-sequence": sequence(version),
        "ce-dataschema": f"urn:hulpopafstand:schema:{event.subject}",
        "content-type": "application/json",
    }
    if traceparent:
        result["traceparent"] = traceparent
    return result


def parse(event_type: type[E], headers: Mapping[str, str], data: bytes) -> Envelope[E]:
    """Read one message of the bus; raises `MalformedEvent` with the reason as a code."""
    outside = event_type.subject.startswith("partners.")
    try:
        if headers["ce-type"] != event_type.type_name():
            raise MalformedEvent("unknown_type_or_version")
        return Envelope(
            id=UUID(headers["ce-id"]),
            aggregate_id=headers["ce-subject"],
            sequence=_read_sequence(headers["ce-sequence"]),
            time=_read_time(headers["ce-time"]),
            data=event_type.model_validate_json(data, strict=True),
            # Traces begin at our own door: a partner's is not taken over.
            traceparent=None if outside else headers.get("traceparent"),
        )
    except KeyError:
        raise MalformedEvent("attribute_missing") from None
    except ValidationError as error:
        kinds: list[Any] = error.errors(include_url=False, include_context=False)
        not_json = kinds[0]["type"] == "json_invalid"
        raise MalformedEvent("data_not_json" if not_json else "data_invalid") from None
    except ValueError:
        raise MalformedEvent("attribute_invalid") from None


def _read_sequence(text: str) -> str:
    """Let through what `sequence` writes: another string would be in nobody's order."""
    if len(text) != SEQUENCE_DIGITS or not (text.isascii() and text.isdecimal()):
        raise ValueError
    return text


def _read_time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError
    return time
