"""The first tables of contacts."""

from alembic import op
from shared.migrations import create_plumbing

revision = "0001"
down_revision = None
# The oldest revision whose code works with this schema.
works_with = "0001"

TABLES = """
CREATE TABLE contact (
    contact_id uuid PRIMARY KEY,
    position bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    attempt_id uuid NOT NULL UNIQUE,
    channel text NOT NULL,
    line text NOT NULL,
    line_location_id uuid,
    answered_at_location_id uuid NOT NULL,
    volunteer_id uuid NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL,
    wait_seconds int NOT NULL,
    kind text NOT NULL,
    topics text[] NOT NULL,
    outcome text NOT NULL,
    diverted_from text,
    heavy boolean NOT NULL,
    duty_verified boolean NOT NULL,
    version int NOT NULL
);
CREATE INDEX contact_duty_open ON contact (volunteer_id) WHERE NOT duty_verified;
CREATE INDEX contact_started ON contact (started_at);
CREATE TABLE missed_attempt (
    attempt_id uuid PRIMARY KEY,
    position bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    channel text NOT NULL,
    line text NOT NULL,
    line_location_id uuid,
    offered_at timestamptz NOT NULL,
    waited_seconds int NOT NULL,
    reason text NOT NULL
);
CREATE TABLE referral (
    referral_id uuid PRIMARY KEY,
    copy_id uuid NOT NULL UNIQUE,
    contact_id uuid NOT NULL REFERENCES contact,
    partner text NOT NULL,
    mode text NOT NULL,
    urgency text NOT NULL,
    made_at timestamptz NOT NULL,
    UNIQUE (contact_id, partner)
);
CREATE TABLE location (
    location_id uuid PRIMARY KEY,
    sequence text NOT NULL
);
CREATE TABLE listener (
    volunteer_id uuid PRIMARY KEY,
    sequence text NOT NULL
);
CREATE TABLE shift (
    shift_id uuid PRIMARY KEY,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    cancelled boolean NOT NULL,
    sequence text NOT NULL
);
CREATE TABLE place (
    shift_id uuid NOT NULL,
    volunteer_id uuid NOT NULL,
    taken boolean NOT NULL,
    sequence text NOT NULL,
    PRIMARY KEY (volunteer_id, shift_id)
);
"""


def upgrade() -> None:
    create_plumbing()
    for statement in TABLES.strip().split(";\n"):
        op.execute(statement.rstrip(";"))
