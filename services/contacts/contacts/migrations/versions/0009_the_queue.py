"""The queue: attempts that wait, listeners at their desks, and the processes they connect to."""

from shared.migrations import build_indexes, execute

revision = "0009"
down_revision = "0008"
works_with = "0001"

EXPAND = """
CREATE TABLE attempt (
    attempt_id uuid PRIMARY KEY,
    channel text NOT NULL,
    line text NOT NULL,
    line_location_id uuid,
    state text NOT NULL,
    arrived_at timestamptz NOT NULL,
    given_back boolean NOT NULL DEFAULT false,
    continued boolean NOT NULL DEFAULT false,
    passed uuid[] NOT NULL DEFAULT '{}',
    offered_to uuid,
    offered_at timestamptz,
    answered_by uuid,
    answered_at timestamptz,
    answered_at_location_id uuid,
    wait_seconds integer,
    ended_at timestamptz,
    ended_by text,
    contact_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    next_token_hash bytea,
    seal bytea NOT NULL,
    connection_id uuid,
    replica_id uuid,
    gone_at timestamptz
);
CREATE TABLE desk (
    volunteer_id uuid PRIMARY KEY,
    shift_id uuid,
    state text NOT NULL,
    since timestamptz NOT NULL,
    idle_since timestamptz NOT NULL,
    most_chats integer NOT NULL,
    version integer NOT NULL DEFAULT 0,
    connection_id uuid,
    replica_id uuid,
    gone_at timestamptz
);
CREATE TABLE replica (
    replica_id uuid PRIMARY KEY,
    seen_at timestamptz NOT NULL,
    on_the_bus boolean NOT NULL
);
CREATE TABLE closed_channel (channel text PRIMARY KEY, closed_at timestamptz NOT NULL);
CREATE TABLE clock_setting (
    single boolean PRIMARY KEY CHECK (single),
    real_at timestamptz NOT NULL,
    shown_at timestamptz NOT NULL,
    rate integer NOT NULL
);
"""
INDEXES = {
    "attempt_open": "attempt (state) WHERE state IN ('waiting', 'offered', 'answered')",
    # In the order of the queue; and what each listener has (queue/stored_queue.py).
    "attempt_waiting": "attempt (given_back DESC, arrived_at, attempt_id)"
    " WHERE state = 'waiting' AND gone_at IS NULL",
    "attempt_held": "attempt ((CASE state WHEN 'offered' THEN offered_to ELSE answered_by END))"
    " WHERE state IN ('offered', 'answered')",
    "attempt_to_register": "attempt (answered_by) WHERE state IN ('answered', 'ended')",
    "attempt_arrived": "attempt (arrived_at)",
    "attempt_token": "attempt USING hash (token_hash)",
    "attempt_next_token": "attempt USING hash (next_token_hash)",
    "desk_in_use": "desk (state) WHERE state <> 'absent'",
}


def upgrade() -> None:
    execute(EXPAND)
    build_indexes(INDEXES)
