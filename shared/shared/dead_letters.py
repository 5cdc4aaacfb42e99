"""Dead letters: where an event lies that a consumer could not handle, and why.

A letter names the place of the message in its stream. It never carries the message, nor a
validator's text about it. `sensoor dead-letters` lists, shows and replays them.
"""

from datetime import datetime
from typing import ClassVar
from uuid import NAMESPACE_OID, uuid5

import orjson

from shared.events.envelope import Event
from shared.outbox import OutboxRow, outbox_row


class DeadLetter(Event):
    """A consumer set an event aside: its place, the code of the reason, the attempts made."""

    subject: ClassVar[str] = "dead_letters.set_aside.v1"

    stream: str
    stream_sequence: int
    consumer: str
    event: str
    code: str
    attempts: int
    set_aside_at: datetime


def dead_letter_row(service: str, letter: DeadLetter, *, published_at: datetime) -> OutboxRow:
    """Return the letter as a row of the service's outbox, under a subject of the service's own.

    Its id follows from the message, so that the letter is written once, though a message that
    was killed before it was acknowledged comes again.
    """
    place = f"{letter.consumer}/{letter.stream_sequence}/{published_at.isoformat()}"
    letter_id = str(uuid5(NAMESPACE_OID, place))
    _event_id, _subject, headers, data = outbox_row(
        letter, aggregate_id=letter_id, version=1, now=letter.set_aside_at
    )
    attributes = orjson.loads(headers) | {"ce-id": letter_id, "Nats-Msg-Id": letter_id}
    attributes["ce-source"] = attributes["ce-source"].rsplit(":", 1)[0] + f":{service}"
    return letter_id, f"dead_letters.{service}", orjson.dumps(attributes).decode(), data
