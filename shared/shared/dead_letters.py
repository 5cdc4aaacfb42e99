"""Dead letters: which event a consumer could not handle, and why.

A letter names the event and its sequence in its stream when it was set aside. It never carries
the message, nor a validator's text about it. `sensoor dead-letters` lists, shows and replays them.
"""

from datetime import datetime
from typing import ClassVar
from uuid import NAMESPACE_OID, UUID, uuid5

import orjson

from shared.events.envelope import Event
from shared.outbox import OutboxRow, outbox_row


class DeadLetter(Event):
    """A consumer set an event aside: its place, the code of the reason, the attempts made.

    `eventId` is null where the message had no readable one. A stream that is made anew from the
    outbox renumbers: the id holds, the place is where to look first.
    """

    subject: ClassVar[str] = "dead_letters.set_aside.v1"

    stream: str
    stream_sequence: int
    event_id: UUID | None = None
    consumer: str
    event: str
    code: str
    attempts: int
    set_aside_at: datetime


def dead_letter_row(service: str, letter: DeadLetter, *, published_at: datetime) -> OutboxRow:
    """Return the letter as a row of the service's outbox, under the service's own subject.

    Its id is derived from the event's, so that the letter is written once even if the message is
    delivered again after a kill. `published_at` distinguishes messages without a readable id.
    """
    of = letter.event_id or f"{letter.stream_sequence}/{published_at.isoformat()}"
    letter_id = str(uuid5(NAMESPACE_OID, f"{letter.consumer}/{of}"))
    _event_id, _subject, headers, data = outbox_row(
        letter, aggregate_id=letter_id, version=1, now=letter.set_aside_at
    )
    attributes = orjson.loads(headers) | {"ce-id": letter_id, "Nats-Msg-Id": letter_id}
    attributes["ce-source"] = attributes["ce-source"].rsplit(":", 1)[0] + f":{service}"
    return letter_id, f"dead_letters.{service}", orjson.dumps(attributes).decode(), data
