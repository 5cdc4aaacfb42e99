"""The table of a service: when X happens, do Y.

An event has one handler per service. All handlers of a service for one stream share one durable
consumer, so that they see the stream in order.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from opentelemetry import trace

from shared.database import Connection
from shared.events.envelope import Envelope, Event
from shared.telemetry import is_recorded, parent_of, tracer

# The effect of events, in the commit that also records their ids: one or many, in stream order.
Handler = Callable[[Connection, list[Envelope[Any]]], Awaitable[None]]
# Number a batch, first in its commit: of a stream, and its newest sequence (0: unknown).
NumberBatch = Callable[[Connection, str, int], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: the handler of these events."""

    events: tuple[type[Event], ...]
    handler: Handler


def when(*events: type[Event], do: Handler) -> Row:
    """Return the row that calls `do` with these events, several kinds of them together.

    Two workers may handle two batches concurrently. There is no deadlock if each handler locks
    its rows at once and sorted, so events that touch the same rows share a handler.
    """
    return Row(events, do)


@dataclass(frozen=True)
class Handlers:
    """The table of handlers of a service.

    Streams, consumers and permissions of a service are derived from it. `waits_for` names the
    services whose `drained` messages it reads; `rebuilds` means that it reads its streams from
    their beginning. `own_subjects` are those on which the processes of this service speak to one
    another by core NATS, in its own account: no stream keeps them, and nobody else hears them.
    `number_batch` is for a service that must know later what was handled at a moment: its inbox
    has a column `batch`, which keeps the number.
    """

    service: str
    table: Sequence[Row] = ()
    waits_for: Sequence[str] = ()
    rebuilds: bool = False
    own_subjects: Sequence[str] = ()
    number_batch: NumberBatch | None = None

    def events(self) -> list[type[Event]]:
        """Return the events that the service handles."""
        return [event for row in self.table for event in row.events]

    @cached_property
    def row_numbers(self) -> dict[type[Event], int]:
        """The place in the table of each event that the service handles."""
        return {event: number for number, row in enumerate(self.table) for event in row.events}

    def handler_of(self, event: type[Event]) -> Handler:
        """Return the function that handles an event."""
        return next(row.handler for row in self.table if event in row.events)

    def streams(self) -> list[str]:
        """Return the streams that the service reads."""
        return sorted({event.stream_name() for event in self.events()})

    def of_stream(self, stream: str) -> dict[str, type[Event]]:
        """Return the events that the service handles of a stream, by subject."""
        return {event.subject: event for event in self.events() if event.stream_name() == stream}

    def durable(self, stream: str) -> str:
        """Return the name of the service's durable consumer of a stream."""
        return f"{self.service}_{stream.lower()}"


async def handle(
    handlers: Handlers, connection: Connection, events: Sequence[Envelope[Any]]
) -> None:
    """Call the handlers, row by row, in the connection's commit."""
    of_row: dict[int, list[Envelope[Any]]] = {}
    for event in events:
        of_row.setdefault(handlers.row_numbers[type(event.data)], []).append(event)
    for number in sorted(of_row):
        row, told = handlers.table[number], of_row[number]
        with ExitStack() as spans:
            for event in told:
                if is_recorded(event.traceparent):
                    spans.enter_context(span_of(event, row.handler))
            await row.handler(connection, told)


def span_of(event: Envelope[Any], handler: Callable[..., Any]) -> AbstractContextManager[Any]:
    """Open a span that continues the event's trace, also in what the handler records."""
    return tracer.start_as_current_span(
        handler.__name__,
        context=trace.set_span_in_context(parent_of(event.traceparent)),
        kind=trace.SpanKind.CONSUMER,
        record_exception=False,
        set_status_on_exception=False,
    )
