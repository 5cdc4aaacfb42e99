"""Handling what the bus delivers: each event has one effect, and a bad one holds up nobody.

- A batch is one commit: the effects and the ids of its events.
- When a batch fails, its messages are handled one by one, each counted in the database.
- What fails because the database is away waits, and is not counted.
- What fails by itself is tried again with a growing delay, and set aside as a dead letter after
  the fifth time. What is no event of ours is set aside at once.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from nats.aio.msg import Msg

from shared import inbox
from shared.bus import ACK_WAIT_SECONDS
from shared.database import Connection, Database, insert_events, is_away, raw, took_too_long
from shared.dead_letters import DeadLetter, dead_letter_row
from shared.events.envelope import Envelope, Event, MalformedEvent, parse
from shared.handlers import Handlers, handle_batches, handle_each, span_of
from shared.refusals import Refusal
from shared.telemetry import DEAD_LETTERS, DUPLICATES, FAILED, HANDLED

log = logging.getLogger(__name__)
T = TypeVar("T")

ATTEMPTS = 5
DELAYS_SECONDS = (1, 2, 4, 8)
LOOK_EVERY_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message and the event in it."""

    message: Msg
    stream_sequence: int
    event: Envelope[Any]


class Consumer:
    """One service's reading of one stream."""

    def __init__(self, handlers: Handlers, stream: str, database: Database) -> None:
        self.handlers = handlers
        self.stream = stream
        self.name = handlers.durable(stream)
        self.database = database
        self.events: dict[str, type[Event]] = handlers.of_stream(stream)

    async def handle(self, messages: Sequence[Msg]) -> None:
        """Handle what was delivered and acknowledge it; never raises for a message's sake."""
        async with _kept_in_hand(messages):
            first: list[Delivery] = []
            again: list[Delivery] = []
            for message in messages:
                delivery = await self._read(message)
                if delivery is not None:
                    # One that comes again may have killed the process: alone, and counted.
                    is_first = message.metadata.num_delivered == 1
                    own = type(delivery.event.data) in self.handlers.own_commits
                    (first if is_first and not own else again).append(delivery)
            if first and not await self._handle_together(first):
                again = first + again
            for delivery in again:
                await self._handle_alone(delivery)

    async def replay(self, message: Msg, stream_sequence: int) -> str:
        """Handle one stored message once more; return `handled` or the code of its failure."""
        try:
            event = parse(self._type_of(message.subject), message.headers or {}, message.data)
            await self._effect(Delivery(message, stream_sequence, event))
        except Exception as error:
            log.warning("a replay failed", exc_info=True)
            return code_of(error)
        return "handled"

    async def _read(self, message: Msg) -> Delivery | None:
        try:
            event = parse(self._type_of(message.subject), message.headers or {}, message.data)
        except MalformedEvent as malformed:
            if self.stream.startswith("FROM_"):
                # A partner is outside our walls: what it sends malformed is counted, no more.
                FAILED.labels(self.name, malformed.code).inc()
                await message.ack()
                return None
            await self._set_aside(message, malformed.code, attempts=1)
            return None
        return Delivery(message, message.metadata.sequence.stream, event)

    def _type_of(self, subject: str) -> type[Event]:
        if subject not in self.events:
            raise MalformedEvent("unknown_type_or_version")
        return self.events[subject]

    async def _handle_together(self, deliveries: list[Delivery]) -> bool:
        """Handle all in one commit; say whether that went well."""
        while True:
            try:
                await self._commit_together(deliveries)
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

    async def _commit_together(self, deliveries: list[Delivery]) -> None:
        if self.handlers.each:
            async with self.database.commit() as session:
                connection = await raw(session)
                events = await self._unseen(connection, deliveries)
                await handle_each(self.handlers, session, events)
                await handle_batches(self.handlers, connection, events)
        else:
            # Batches need no session, which would cost more than all the rest.
            async with self.database.hot_commit() as connection:
                events = await self._unseen(connection, deliveries)
                await handle_batches(self.handlers, connection, events)
        HANDLED.labels(self.name).inc(len(events))
        DUPLICATES.labels(self.name).inc(len(deliveries) - len(events))

    async def _unseen(
        self, connection: Connection, deliveries: list[Delivery]
    ) -> list[Envelope[Any]]:
        """Note the events as handled; return those that are new, in order."""
        ids = [delivery.event.id for delivery in deliveries]
        new = await inbox.note_unseen(connection, self.name, ids)
        events = []
        for delivery in deliveries:
            if delivery.event.id in new:
                new.remove(delivery.event.id)
                events.append(delivery.event)
        return events

    async def _handle_alone(self, delivery: Delivery) -> None:
        sequence = delivery.stream_sequence
        attempt, code = await self._commit(
            lambda connection: inbox.begin_attempt(connection, self.name, sequence)
        )
        if attempt > ATTEMPTS:
            await self._set_aside(delivery.message, code, attempts=ATTEMPTS)
            return
        while True:
            try:
                await self._effect(delivery)
            except Exception as error:
                # However often the database goes away meanwhile, this stays one attempt.
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
        sequence = delivery.stream_sequence
        await self._commit(
            lambda connection: inbox.note_failure(connection, self.name, sequence, code)
        )
        await delivery.message.nak(delay=DELAYS_SECONDS[attempt - 1])

    async def _effect(self, delivery: Delivery) -> None:
        """Do what the table says for one event, once, and forget that it had failed."""
        handler = self.handlers.own_commits.get(type(delivery.event.data))
        if handler is None:
            await self._commit_together([delivery])
        else:
            async with self.database.hot_commit() as connection:
                seen = await inbox.is_seen(connection, self.name, delivery.event.id)
            if not seen:
                with span_of(delivery.event, handler):
                    await handler(self.database, delivery.event)
                async with self.database.hot_commit() as connection:
                    await inbox.note_unseen(connection, self.name, [delivery.event.id])
            (DUPLICATES if seen else HANDLED).labels(self.name).inc()
        async with self.database.hot_commit() as connection:
            await inbox.forget_failures(connection, self.name, delivery.stream_sequence)

    async def _set_aside(self, message: Msg, code: str, attempts: int) -> None:
        """Send the message's place and the reason, never its content, to the dead letters."""
        place = message.metadata
        letter = DeadLetter(
            stream=self.stream,
            stream_sequence=place.sequence.stream,
            consumer=self.name,
            event=message.subject,
            code=code,
            attempts=attempts,
            set_aside_at=datetime.now(UTC),
        )
        row = dead_letter_row(self.handlers.service, letter, published_at=place.timestamp)

        async def set_aside(connection: Connection) -> None:
            await insert_events(connection, [row])
            await inbox.note_set_aside(connection, self.name, letter.stream_sequence, code)

        await self._commit(set_aside)
        DEAD_LETTERS.labels(self.name, code).inc()
        log.error(
            "an event was set aside as a dead letter",
            extra={"fields": letter.model_dump(mode="json", by_alias=True)},
        )
        await message.ack()

    async def _commit(self, act: Callable[[Connection], Awaitable[T]]) -> T:
        """Do `act` in a commit of its own, however long the database is away."""
        while True:
            try:
                async with self.database.hot_commit() as connection:
                    return await act(connection)
            except Exception as error:
                if not await self._was_away(error):
                    raise

    async def _was_away(self, error: Exception) -> bool:
        """Say whether the database was away; wait until it is back.

        What takes too long while the database answers others is the event's own doing.
        """
        if not is_away(error) or (took_too_long(error) and await self.database.answers()):
            return False
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        while not await self.database.answers():
            if self.database.leaving:
                raise error
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        return True


def code_of(error: BaseException) -> str:
    """Return by what name a failure is known; never a message, which may quote what came in."""
    if isinstance(error, MalformedEvent):
        return error.code
    return error.code() if isinstance(error, Refusal) else type(error).__name__


@asynccontextmanager
async def _kept_in_hand(messages: Sequence[Msg]) -> AsyncIterator[None]:
    """Tell the broker now and then that the messages are still being worked on."""

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
