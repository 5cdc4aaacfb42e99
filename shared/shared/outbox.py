"""The outbox: an event is written in the same commit as the change."""

import os
from datetime import datetime
from uuid import UUID

import orjson
from opentelemetry import trace

from shared.database import Connection
from shared.events.envelope import MAX_DATA_BYTES, Event, headers, publisher_of
from shared.refusals import TooLarge
from shared.telemetry import traceparent

OutboxRow = tuple[str, str, str, str]


# The organisation's number in the Dutch trade register, in every event's `source`.
ORGANISATION_KVK = os.environ.get("ORGANISATION_KVK", "00000000")


async def record(connection: Connection, *rows: OutboxRow) -> None:
    """Record events, rows made by `outbox_row`, in the connection's transaction, in that order."""
    if not rows:
        return
    await connection.execute(
        "INSERT INTO outbox (event_id, subject, headers, data)"
        " SELECT event_id, subject, headers, data"
        " FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[])"
        " WITH ORDINALITY AS event (event_id, subject, headers, data, place) ORDER BY place"
        " ON CONFLICT (event_id) DO NOTHING",
        *map(list, zip(*rows, strict=True)),
    )


def outbox_row(
    event: Event, *, aggregate_id: UUID | str | int, version: int, now: datetime
) -> OutboxRow:
    """Return an event as a row of the outbox: event id, subject, headers and data as JSON.

    `version` is the aggregate's, raised by one at each change under the lock of its row; `now`
    is when it happened. Raises `TooLarge` before anything is committed.
    """
    data = event.model_dump_json(by_alias=True)
    size = len(data.encode())
    if size > MAX_DATA_BYTES:
        raise TooLarge(
            f"what is to be announced takes {size} bytes and a message may take"
            f" {MAX_DATA_BYTES}: send it in smaller parts"
        )
    attributes = headers(
        event,
        source=f"urn:nld:kvknr:{ORGANISATION_KVK}:systeem:{publisher_of(event.subject)}",
        aggregate_id=str(aggregate_id),
        version=version,
        time=now,
        # A partner's copies carry no trace: two partners could match a caller by it.
        traceparent=None if event.subject.startswith("partners.") else current_traceparent(),
    )
    return attributes["ce-id"], event.subject, orjson.dumps(attributes).decode(), data


def current_traceparent() -> str | None:
    """Return the W3C traceparent of the span that is open, if there is one."""
    return traceparent(trace.get_current_span().get_span_context())
