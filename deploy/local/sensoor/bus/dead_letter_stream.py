"""The stream of dead letters: what services set aside, and its replay."""

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import asyncpg
from nats.aio.client import Client
from nats.js.errors import NotFoundError
from pydantic import ValidationError
from shared.dead_letters import DeadLetter

from sensoor.bus.reading import EVERYTHING, jetstream, stored
from sensoor.clock import SHOWN_IN
from sensoor.console import fail

STREAM = "DEAD_LETTERS"
REPLAY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Letter:
    """A dead letter: its number (its sequence in the stream), the service that set it aside, and
    whether the event was handled since.
    """

    number: int
    service: str
    told: DeadLetter
    handled_since: bool


async def letters(connection: Client, databases: dict[str, str]) -> list[Letter]:
    """Return all dead letters, oldest first; `databases` by service.

    The letters of a service whose database is not known count as not handled.
    """
    found = []
    async for message in stored(connection, [STREAM], EVERYTHING):
        service = message.subject.rpartition(".")[2]
        try:
            told = DeadLetter.model_validate_json(message.data)
        except ValidationError:
            # Another message on these subjects must not hide the letters.
            fail(f"message {message.metadata.sequence.stream} of {STREAM} is no letter")
            continue
        known = databases.get(service)
        handled = await _handled_since(known, told) if known else False
        found.append(Letter(message.metadata.sequence.stream, service, told, handled))
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """A message and its sequence in the stream as it is now."""

    sequence: int
    headers: dict[str, str]
    data: bytes


async def original(connection: Client, told: DeadLetter) -> Found | None:
    """Return the message that was set aside, if its stream still holds it.

    It is read by its sequence. A stream that was rebuilt from the outbox has other sequences:
    then it is searched by the event's id.
    """
    event_id = str(told.event_id) if told.event_id else None
    with suppress(NotFoundError):
        kept = await jetstream(connection).get_msg(told.stream, told.stream_sequence, direct=True)
        headers = kept.headers or {}
        if event_id in (None, headers.get("ce-id")):
            return Found(told.stream_sequence, headers, kept.data or b"")
    if event_id:
        async for message in stored(connection, [told.stream], EVERYTHING):
            if (message.headers or {}).get("ce-id") == event_id:
                place = message.metadata.sequence.stream
                return Found(place, dict(message.headers or {}), message.data)
    return None


async def _handled_since(database: str, told: DeadLetter) -> bool:
    connection = await asyncpg.connect(database)
    try:
        found: bool = await connection.fetchval(
            "SELECT EXISTS (SELECT FROM inbox WHERE consumer = $1 AND event_id = $2)",
            told.consumer, told.event_id,
        )  # fmt: skip
    finally:
        await connection.close()
    return found


async def replay(connection: Client, letter: Letter) -> str:
    """Ask the service to handle the event again; return `handled`, or the failure's code."""
    found = await original(connection, letter.told)
    if found is None:
        return "the stream no longer holds it"
    asked = {
        "stream": letter.told.stream,
        "streamSequence": found.sequence,
        "eventId": str(letter.told.event_id) if letter.told.event_id else None,
    }
    answer = await connection.request(
        f"replay.{letter.service}", json.dumps(asked).encode(), timeout=REPLAY_SECONDS
    )
    result: str = json.loads(answer.data)["result"]
    return result


def line(letter: Letter) -> str:
    """Return number, time, service, event, stream and sequence, code, attempts and state."""
    told = letter.told
    return (
        f"{letter.number:>4}  {told.set_aside_at.astimezone(SHOWN_IN):%d %b %H:%M:%S}"
        f"  {letter.service:<10}  {told.event:<32}  {told.stream} {told.stream_sequence:<6}"
        f"  {told.code:<24}  {told.attempts} tried"
        f"  {'handled since' if letter.handled_since else 'waits'}"
    )


def content(message: Found) -> str:
    """Return the attributes and the data of the message that was set aside."""
    headers = message.headers.items()
    said = {name: value for name, value in sorted(headers) if not name.startswith("Nats-")}
    try:
        data: Any = json.loads(message.data)
    except ValueError:
        data = f"{len(message.data)} bytes that are not JSON"
    return json.dumps({"attributes": said, "data": data}, indent=2, ensure_ascii=False)
