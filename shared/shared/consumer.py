"""Handling what the bus delivers: each event has one effect, and a bad one blocks no other.

- A batch is one commit: the effects and the ids of its events.
- When a batch fails, its messages are handled one by one, each counted in the database.
- A failure because the database is down is retried and not counted.
- An event that fails by itself is retried with a growing delay, and set aside as a dead letter
  after the fifth attempt. A message that is no event of ours is set aside at once.
- An event that this release does not know is given back: a later release runs beside it, or will.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from nats.aio.msg import Msg

from shared import inbox
from shared.bus import ACK_WAIT_SECONDS
from shared.database import Connection, Database, is_away, took_too_long
from shared.dead_letters import DeadLetter, dead_letter_row
from shared.events.envelope import Envelope, Event, MalformedEvent, parse
from shared.handlers import Handlers, handle
from shared.outbox import record
from shared.refusals import Refusal
from shared.telemetry import DEAD_LETTERS, DUPLICATES, FAILED, HANDLED, UNKNOWN

log = logging.getLogger(__name__)
T = TypeVar("T")

ATTEMPTS = 5
DELAYS_SECONDS = (1, 2, 4, 8)
UNKNOWN_AGAIN_SECONDS = 10
LOOK_EVERY_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message and the event in it."""

    message: Msg
    event: Envelope[Any]


class Consumer:
    """One service's consumer of one stream. `beat` is its last progress, in monotonic seconds."""

    def __init__(self, handlers: Handlers, stream: str, database: Database) -> None:
        self.handlers = handlers
        self.stream = stream
        self.name = handlers.durable(stream)
        self.database = database
        self.events: dict[str, type[Event]] = handlers.of_stream(stream)
        self.beat = time.monotonic()

    async def handle(self, messages: Sequence[Msg]) -> None:
        """Handle what was delivered and acknowledge it; a bad message never raises."""
        async with _kept_in_hand(messages):
            first: list[Delivery] = []
            again: list[Delivery] = []
            for message in messages:
                delivery = await self._read(message)
                if delivery is not None:
                    # A redelivery may follow a kill: handle it alone and count it.
                    is_first = message.metadata.num_delivered == 1
                    (first if is_first else again).append(delivery)
            if first and not await self._handle_together(first):
                again = first + again
            for delivery in again:
                await self._handle_alone(delivery)

    async def replay(self, message: Msg) -> str:
        """Handle one stored message once more; return `handled` or the code of its failure."""
        try:
            if message.subject not in self.events:
                raise MalformedEvent("unknown_type_or_version")
            event = parse(self.events[message.subject], message.headers or {}, message.data)
            await self._commit_together([event])
        except Exception as error:
            log.warning("a replay failed", exc_info=True)
            return code_of(error)
        return "handled"

    async def _read(self, message: Msg) -> Delivery | None:
        if message.subject not in self.events:
            # The consumer's filter is wider than this release: one that knows the event runs
            # beside it in an upgrade, or is still to come.
            UNKNOWN.labels(self.name).inc()
            await message.nak(delay=UNKNOWN_AGAIN_SECONDS)
            return None
        try:
            event = parse(self.events[message.subject], message.headers or {}, message.data)
        except MalformedEvent as malformed:
            if self.stream.startswith("FROM_"):
                # A malformed message of a partner is counted and dropped.
                FAILED.labels(self.name, malformed.code).inc()
                await message.ack()
                return None
            await self._set_aside(message, malformed.code, attempts=1)
            return None
        return Delivery(message, event)

    async def _handle_together(self, deliveries: list[Delivery]) -> bool:
        """Handle all in one commit; return whether that succeeded."""
        while True:
            try:
                await self._commit_together(
                    [delivery.event for delivery in deliveries], _newest(deliveries)
                )
            except Exception as error:
                if await self._was_away(error):
                    continue
                log.warning(
                    "a batch failed: its events are handled one by one",
                    extra={"fields": {"consumer": self.name, "code": code_of(error)}},
                )
                return False
            for delivery in deliveries:
                await delivery.message.ack()
            return True

    async def _commit_together(self, told: list[Envelope[Any]], newest: int = 0) -> None:
        """Note the events as handled and do what the table says, in one commit, in order.

        `newest` is the greatest of their sequences in the stream, 0 where that is unknown.
        """
        self.beat = time.monotonic()
        async with self.database.commit() as connection:
            ids = [event.id for event in told]
            number_batch = self.handlers.number_batch
            batch = await number_batch(connection, self.stream, newest) if number_batch else None
            new = await inbox.note_unseen(connection, self.name, ids, batch)
            await inbox.forget_failures(connection, self.name, ids)
            events = []
            for event in told:
                if event.id in new:
                    new.remove(event.id)
                    events.append(event)
            await handle(self.handlers, connection, events)
        HANDLED.labels(self.name).inc(len(events))
        DUPLICATES.labels(self.name).inc(len(told) - len(events))

    async def _handle_alone(self, delivery: Delivery) -> None:
        event_id = delivery.event.id
        attempt, code = await self._commit(
            lambda connection: inbox.begin_attempt(connection, self.name, event_id)
        )
        if attempt > ATTEMPTS:
            await self._set_aside(delivery.message, code, attempts=ATTEMPTS)
            return
        while True:
            try:
                await self._commit_together([delivery.event], _newest([delivery]))
            except Exception as error:
                # This stays one attempt, however often the database goes down meanwhile.
                if await self._was_away(error):
                    continue
                await self._note_failure(delivery, attempt, error)
                return
            await delivery.message.ack()
            return

    async def _note_failure(self, delivery: Delivery, attempt: int, error: Exception) -> None:
        code = code_of(error)
        FAILED.labels(self.name, code).inc()
        log.warning(
            "an event could not be handled",
            exc_info=error,
            extra={"fields": {"consumer": self.name, "eventId": str(delivery.event.id)}},
        )
        if attempt == ATTEMPTS:
            await self._set_aside(delivery.message, code, attempts=attempt)
            return
        event_id = delivery.event.id
        await self._commit(
            lambda connection: inbox.note_failure(connection, self.name, event_id, code)
        )
        await delivery.message.nak(delay=DELAYS_SECONDS[attempt - 1])

    async def _set_aside(self, message: Msg, code: str, attempts: int) -> None:
        """Record a dead letter: the message's place and the reason, never its content."""
        place = message.metadata
        event_id = _readable_id(message.headers or {})
        letter = DeadLetter(
            stream=self.stream,
            stream_sequence=place.sequence.stream,
            event_id=event_id,
            consumer=self.name,
            event=message.subject,
            code=code,
            attempts=attempts,
            set_aside_at=datetime.now(UTC),
        )
        row = dead_letter_row(self.handlers.service, letter, published_at=place.timestamp)

        async def set_aside(connection: Connection) -> None:
            await record(connection, row)
            if event_id:
                await inbox.note_set_aside(connection, self.name, event_id, code)

        await self._commit(set_aside)
        DEAD_LETTERS.labels(self.name, code).inc()
        log.error(
            "an event was set aside as a dead letter",
            extra={"fields": letter.model_dump(mode="json", by_alias=True)},
        )
        await message.ack()

    async def _commit(self, act: Callable[[Connection], Awaitable[T]]) -> T:
        """Do `act` in a commit of its own; retry while the database is down."""
        while True:
            self.beat = time.monotonic()
            try:
                async with self.database.commit() as connection:
                    return await act(connection)
            except Exception as error:
                if not await self._was_away(error):
                    raise

    async def _was_away(self, error: Exception) -> bool:
        """Return whether the database was down; wait until it is back.

        A timeout while the database answers others is the event's own failure.
        """
        if not is_away(error) or (took_too_long(error) and await self.database.answers()):
            return False
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        while not await self.database.answers():
            self.beat = time.monotonic()
            if self.database.leaving:
                raise error
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        return True


def _newest(deliveries: list[Delivery]) -> int:
    return max(delivery.message.metadata.sequence.stream for delivery in deliveries)


def code_of(error: BaseException) -> str:
    """Return the code of a failure; never its message, which may quote the input."""
    if isinstance(error, MalformedEvent):
        return error.code
    return error.code() if isinstance(error, Refusal) else type(error).__name__


def _readable_id(headers: Mapping[str, str]) -> UUID | None:
    with suppress(KeyError, ValueError):
        return UUID(headers["ce-id"])
    return None


@asynccontextmanager
async def _kept_in_hand(messages: Sequence[Msg]) -> AsyncIterator[None]:
    """Report progress to the broker periodically while the messages are handled."""

    async def tell() -> None:
        while True:
            await asyncio.sleep(ACK_WAIT_SECONDS / 3)
            for message in messages:
                with suppress(Exception):
                    await message.in_progress()

    telling = asyncio.create_task(tell())
    try:
        yield
    finally:
        telling.cancel()
