"""Handling what the bus delivers: each event has one effect, and a bad one holds up nobody.

- A batch is one commit: the effects and the ids of its events.
- When a batch fails, its messages are handled one by one, each counted in the database.
- What fails because the database is away waits, and is not counted.
- What fails by itself is tried again with a growing delay, and set aside as a dead letter after
  the fifth time. What is no event of ours is set aside at once.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from nats.aio.msg import Msg

from shared import inbox
from shared.bus import ACK_WAIT_SECONDS
from shared.database import Database, insert_events, is_away, raw
from shared.dead_letters import DeadLetter, dead_letter_row
from shared.events.envelope import Envelope, Event, MalformedEvent, parse
from shared.handlers import Handlers, handle_in_commit, span_of
from shared.refusals import Refusal
from shared.telemetry import AWAY, DEAD_LETTERS, DUPLICATES, FAILED, HANDLED

log = logging.getLogger(__name__)

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
        sequence = message.metadata.sequence.stream
        try:
            event = parse(self._type_of(message.subject), message.headers or {}, message.data)
        except MalformedEvent as malformed:
            await self._set_aside(message, sequence, malformed.code, attempts=1)
            return None
        return Delivery(message, sequence, event)

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
                if not is_away(error):
                    log.warning(
                        "a batch failed: its events are handled one by one",
                        extra={"fields": {"consumer": self.name, "code": code_of(error)}},
                    )
                    return False
                await self._wait_for_database()
            else:
                for delivery in deliveries:
                    await delivery.message.ack()
                return True

    async def _commit_together(self, deliveries: list[Delivery]) -> None:
        async with self.database.commit() as session:
            connection = await raw(session)
            ids = [delivery.event.id for delivery in deliveries]
            new = await inbox.note_unseen(connection, self.name, ids)
            events = []
            for delivery in deliveries:
                if delivery.event.id in new:
                    new.remove(delivery.event.id)
                    events.append(delivery.event)
            await handle_in_commit(self.handlers, session, connection, events)
        HANDLED.labels(self.name).inc(len(events))
        DUPLICATES.labels(self.name).inc(len(deliveries) - len(events))

    async def _handle_alone(self, delivery: Delivery) -> None:
        sequence = delivery.stream_sequence
        while True:
            try:
                async with self.database.hot_commit() as connection:
                    attempt, code = await inbox.begin_attempt(connection, self.name, sequence)
                if attempt > ATTEMPTS:
                    await self._set_aside(delivery.message, sequence, code, attempts=ATTEMPTS)
                    return
                await self._attempt(delivery, attempt)
                return
            except Exception as error:
                if not is_away(error):
                    raise
                await self._wait_for_database()
                with suppress(Exception):
                    async with self.database.hot_commit() as connection:
                        await inbox.take_back_attempt(connection, self.name, sequence)

    async def _attempt(self, delivery: Delivery, attempt: int) -> None:
        try:
            await self._effect(delivery)
        except Exception as error:
            if is_away(error):
                raise
            code = code_of(error)
            FAILED.labels(self.name, code).inc()
            log.warning(
                "an event could not be handled",
                exc_info=True,
                extra={"fields": {"consumer": self.name, "eventId": str(delivery.event.id)}},
            )
            if attempt == ATTEMPTS:
                await self._set_aside(
                    delivery.message, delivery.stream_sequence, code, attempts=attempt
                )
                return
            async with self.database.hot_commit() as connection:
                await inbox.note_failure(connection, self.name, delivery.stream_sequence, code)
            await delivery.message.nak(delay=DELAYS_SECONDS[attempt - 1])
        else:
            await delivery.message.ack()

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

    async def _set_aside(self, message: Msg, sequence: int, code: str, attempts: int) -> None:
        """Send the message's place and the reason, never its content, to the dead letters."""
        letter = DeadLetter(
            stream=self.stream,
            stream_sequence=sequence,
            consumer=self.name,
            event=message.subject,
            code=code,
            attempts=attempts,
            set_aside_at=datetime.now(UTC),
        )
        while True:
            try:
                async with self.database.hot_commit() as connection:
                    await insert_events(
                        connection, [dead_letter_row(self.handlers.service, letter)]
                    )
                    await inbox.forget_failures(connection, self.name, sequence)
                self.database.committed.set()
                break
            except Exception as error:
                if not is_away(error):
                    raise
                await self._wait_for_database()
        DEAD_LETTERS.labels(self.name, code).inc()
        log.error(
            "an event was set aside as a dead letter",
            extra={"fields": letter.model_dump(mode="json", by_alias=True)},
        )
        await message.ack()

    async def _wait_for_database(self) -> None:
        AWAY.labels("database").set(1)
        while not await self.database.answers():  # noqa: ASYNC110
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        AWAY.labels("database").set(0)


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
