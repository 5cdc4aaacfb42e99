"""`sensoor dead-letters`: what a service set aside, listed, shown and handled once more."""

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
    """A dead letter: its number (its place in the stream), who set it aside, and whether the
    event was handled since."""

    number: int
    service: str
    told: DeadLetter
    handled_since: bool


async def letters(connection: Client, databases: dict[str, str]) -> list[Letter]:
    """All dead letters in the order in which they were set aside; `databases` by service.

    Where a service's database is not known, its letters are told as waiting.
    """
    found = []
    async for message in stored(connection, [STREAM], EVERYTHING):
        service = message.subject.rpartition(".")[2]
        try:
            told = DeadLetter.model_validate_json(message.data)
        except ValidationError:
            # Whatever else may land on these subjects: it is said, and holds up no letter.
            fail(f"message {message.metadata.sequence.stream} of {STREAM} is no letter")
            continue
        known = databases.get(service)
        handled = await _handled_since(known, told) if known else False
        found.append(Letter(message.metadata.sequence.stream, service, told, handled))
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """A message and its place in the stream as it is now."""

    sequence: int
    headers: dict[str, str]
    data: bytes


async def original(connection: Client, told: DeadLetter) -> Found | None:
    """The message that was set aside, if its stream still holds it; by its place first.

    A stream that was made anew from the outbox holds it elsewhere: it is searched by the id.
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
    """Asks the service to handle the event once more; `handled`, or the code of the failure."""
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
    """Number, time, who set aside what, where it lies, why, after how many tries, and since."""
    told = letter.told
    return (
        f"{letter.number:>4}  {told.set_aside_at.astimezone(SHOWN_IN):%d %b %H:%M:%S}"
        f"  {letter.service:<10}  {told.event:<32}  {told.stream} {told.stream_sequence:<6}"
        f"  {told.code:<24}  {told.attempts} tried"
        f"  {'handled since' if letter.handled_since else 'waits'}"
    )


def content(message: Found) -> str:
    """The attributes and the data of the message that was set aside."""
    headers = message.headers.items()
    said = {name: value for name, value in sorted(headers) if not name.startswith("Nats-")}
    try:
        data: Any = json.loads(message.data)
    except ValueError:
        data = f"{len(message.data)} bytes that are not JSON"
    return json.dumps({"attributes": said, "data": data}, indent=2, ensure_ascii=False)
