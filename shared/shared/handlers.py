"""The table of a service: when X happens, do Y.

An event has one handler per service. All handlers of a service for one stream share one durable
consumer, so that they see the stream in order.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from typing import Any

from opentelemetry import trace
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.database import Connection, Database
from shared.events.envelope import Envelope, Event
from shared.telemetry import is_recorded, parent_of, tracer

# The effect of one event, in the commit that also notes its id.
Each = Callable[[AsyncSession, Envelope[Any]], Awaitable[None]]
# The effect of many events of one type, in the commit that also notes their ids.
Batch = Callable[[Connection, list[Envelope[Any]]], Awaitable[None]]
# An effect of several commits, which is the same when it is done again.
OwnCommits = Callable[[Database, Envelope[Any]], Awaitable[None]]


@dataclass(frozen=True)
class Handlers:
    """What a service does when: `each` event, whole `batches` of them, or in `own_commits`.

    It is all that the bus must know of a service: streams, consumers and permissions are made
    from it. `waits_for` names services whose word that they told everything it listens to;
    `rebuilds` says that it reads its streams from their beginning.
    """

    service: str
    each: Mapping[type[Event], Each] = field(default_factory=dict)
    batches: Mapping[type[Event], Batch] = field(default_factory=dict)
    own_commits: Mapping[type[Event], OwnCommits] = field(default_factory=dict)
    waits_for: Sequence[str] = ()
    rebuilds: bool = False

    def events(self) -> list[type[Event]]:
        """Return the events that the service handles."""
        return [*self.each, *self.batches, *self.own_commits]

    def handler_of(self, event: type[Event]) -> Callable[..., Awaitable[None]]:
        """Return the function that handles an event."""
        handlers: dict[type[Event], Callable[..., Awaitable[None]]]
        handlers = {**self.each, **self.batches, **self.own_commits}
        return handlers[event]

    def streams(self) -> list[str]:
        """Return the streams that the service reads."""
        return sorted({event.stream_name() for event in self.events()})

    def of_stream(self, stream: str) -> dict[str, type[Event]]:
        """Return the events that the service handles of a stream, by subject."""
        return {event.subject: event for event in self.events() if event.stream_name() == stream}

    def durable(self, stream: str) -> str:
        """Return the name of the service's durable consumer of a stream."""
        return f"{self.service}_{stream.lower()}"


async def handle_each(handlers: Handlers, session: AsyncSession, events: Sequence[Any]) -> None:
    """Do what the table says for single events, in order, in the session's commit."""
    for event in events:
        handler = handlers.each.get(type(event.data))
        if handler:
            with span_of(event, handler):
                await handler(session, event)


async def handle_batches(handlers: Handlers, connection: Connection, events: Sequence[Any]) -> None:
    """Do what the table says for batches, type by type, in the connection's commit."""
    by_type: dict[type[Event], list[Envelope[Any]]] = {}
    for event in events:
        if type(event.data) in handlers.batches:
            by_type.setdefault(type(event.data), []).append(event)
    for event_type, group in by_type.items():
        handler = handlers.batches[event_type]
        with ExitStack() as spans:
            for event in group:
                if is_recorded(event.traceparent):
                    spans.enter_context(span_of(event, handler))
            await handler(connection, group)


def span_of(event: Envelope[Any], handler: Callable[..., Any]) -> AbstractContextManager[Any]:
    """Open a span in which the event's own trace runs on, into what the handler records too."""
    return tracer.start_as_current_span(
        handler.__name__,
        context=trace.set_span_in_context(parent_of(event.traceparent)),
        kind=trace.SpanKind.CONSUMER,
        record_exception=False,
        set_status_on_exception=False,
    )
