"""Its tables, with volunteers on duty, its stream and its consumer."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from nats.js.api import AckPolicy, ConsumerConfig, DiscardPolicy, StreamConfig

from benchmarks.bus import connect

STREAM, SUBJECT, DURABLE = "BY_HAND", "by_hand.contact_handled.v1", "projection"
LOCATION = UUID(int=1)
VOLUNTEERS = [UUID(int=2 + number) for number in range(2000)]
SCHEMA = """
CREATE TABLE contact (
    contact_id uuid PRIMARY KEY, position bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    attempt_id uuid NOT NULL UNIQUE, channel text NOT NULL, line text NOT NULL,
    line_location_id uuid, answered_at_location_id uuid NOT NULL, volunteer_id uuid NOT NULL,
    started_at timestamptz NOT NULL, ended_at timestamptz NOT NULL, wait_seconds int NOT NULL,
    kind text NOT NULL, topics text[] NOT NULL, outcome text NOT NULL, diverted_from text,
    heavy boolean NOT NULL, duty_verified boolean NOT NULL, version int NOT NULL
);
CREATE INDEX contact_duty_open ON contact (volunteer_id) WHERE NOT duty_verified;
CREATE INDEX contact_started ON contact (started_at);
CREATE INDEX contact_uncut ON contact (started_at)
    WHERE started_at <> date_bin('15 min', started_at, 'epoch')
        OR ended_at <> date_bin('1 min', ended_at, 'epoch');
CREATE INDEX contact_duty_open_by_position ON contact (position) WHERE NOT duty_verified;
CREATE INDEX contact_of_volunteer ON contact (volunteer_id, position);
CREATE INDEX contact_of_location ON contact (answered_at_location_id, position);
CREATE INDEX contact_on_telephone ON contact (volunteer_id, started_at)
    WHERE channel = 'telephone';
CREATE TABLE location (location_id uuid PRIMARY KEY, sequence text NOT NULL);
CREATE TABLE listener (volunteer_id uuid PRIMARY KEY, sequence text NOT NULL);
CREATE TABLE shift (
    shift_id uuid PRIMARY KEY, starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL,
    cancelled boolean NOT NULL, sequence text NOT NULL
);
CREATE TABLE place (
    shift_id uuid NOT NULL, volunteer_id uuid NOT NULL, taken boolean NOT NULL,
    sequence text NOT NULL, PRIMARY KEY (volunteer_id, shift_id)
);
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_id uuid NOT NULL UNIQUE,
    subject text NOT NULL, headers text NOT NULL, data text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(), sent_at timestamptz, refused text
);
CREATE INDEX outbox_waiting ON outbox (id) WHERE sent_at IS NULL AND refused IS NULL;
CREATE TABLE inbox (
    consumer text NOT NULL, event_id uuid NOT NULL,
    handled_at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (consumer, event_id)
);
CREATE TABLE projection (
    sequence text COLLATE "C" NOT NULL, contact_id uuid PRIMARY KEY, location_id uuid NOT NULL,
    line_location_id uuid, channel text COLLATE "C" NOT NULL, started_quarter timestamptz NOT NULL,
    duration_minutes int NOT NULL, kind text COLLATE "C" NOT NULL,
    topics text[] COLLATE "C" NOT NULL, outcome text COLLATE "C" NOT NULL
);
CREATE INDEX projection_started_quarter ON projection (started_quarter);
CREATE INDEX projection_attempted ON projection (started_quarter) WHERE kind <> 'test';
"""


async def prepare(database_url: str, nats_url: str) -> None:
    """Make the tables with volunteers on duty, the stream and the consumer."""
    connection = await asyncpg.connect(database_url)
    await connection.execute(SCHEMA)
    await put_on_duty(connection)
    await connection.close()
    bus = await connect(nats_url)
    js = bus.jetstream()
    await js.add_stream(
        StreamConfig(
            name=STREAM, subjects=["by_hand.>"], discard=DiscardPolicy.NEW, max_msg_size=65_536,
            duplicate_window=86_400, allow_atomic=True, allow_direct=True,
        )
    )  # fmt: skip
    await js.add_consumer(
        STREAM,
        ConsumerConfig(
            durable_name=DURABLE, filter_subject=SUBJECT, ack_policy=AckPolicy.EXPLICIT,
            ack_wait=10, max_ack_pending=5_000, max_deliver=-1,
        ),
    )  # fmt: skip
    await bus.close()


async def put_on_duty(connection: "asyncpg.Connection[Any]") -> None:
    """Put all volunteers on duty for the last ninety days, in the one location."""
    now, shift = datetime.now(UTC), uuid4()
    await connection.execute(
        "INSERT INTO location (location_id, sequence) VALUES ($1, '1')", LOCATION
    )
    await connection.execute(
        "INSERT INTO listener (volunteer_id, sequence) SELECT unnest($1::uuid[]), '1'", VOLUNTEERS
    )
    await connection.execute(
        "INSERT INTO shift (shift_id, starts_at, ends_at, cancelled, sequence)"
        " VALUES ($1, $2, $3, false, '1')",
        shift, now - timedelta(days=90), now + timedelta(hours=8),
    )  # fmt: skip
    await connection.execute(
        "INSERT INTO place (shift_id, volunteer_id, taken, sequence)"
        " SELECT $1, unnest($2::uuid[]), true, '1'",
        shift, VOLUNTEERS,
    )  # fmt: skip
    # As after weeks of service. The contacts stay without: statistics of an empty table would
    # have each look-up read it whole.
    await connection.execute("ANALYZE location, listener, shift, place")
