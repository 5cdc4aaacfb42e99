"""Handovers, ways of volunteers, training, evaluations and risks; waits; positions.

Waits of contacts that are here already are 0 until `sensoor rebuild reporting --swap` fills them;
it also projects what was told before this release. The inbox keeps the number of an event's batch;
0 means that it was applied before there were numbers, or by an older release beside this one.
"""

from shared.migrations import execute

revision = "0006"
down_revision = "0005"
works_with = "0001"

PROJECTIONS = """
CREATE TABLE handover (
    sequence text COLLATE "C" NOT NULL,
    referral_id uuid PRIMARY KEY,
    partner text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    settled_quarter timestamptz NOT NULL
);
CREATE INDEX handover_settled_quarter ON handover (settled_quarter);
CREATE TABLE volunteer_step (
    sequence text COLLATE "C" NOT NULL,
    volunteer_id uuid NOT NULL,
    standing text COLLATE "C" NOT NULL,
    location_id uuid NOT NULL,
    role text COLLATE "C" NOT NULL,
    channels text[] COLLATE "C" NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (volunteer_id, sequence)
);
CREATE INDEX volunteer_step_since ON volunteer_step (since);
CREATE TABLE attendance (
    sequence text COLLATE "C" NOT NULL,
    attendance_id uuid PRIMARY KEY,
    volunteer_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    module int,
    half_days int NOT NULL,
    held_on date NOT NULL
);
CREATE INDEX attendance_held_on ON attendance (held_on);
CREATE TABLE evaluation (
    sequence text COLLATE "C" NOT NULL,
    evaluation_id uuid PRIMARY KEY,
    volunteer_id uuid NOT NULL,
    held_on date NOT NULL
);
CREATE INDEX evaluation_held_on ON evaluation (held_on);
CREATE TABLE shift_risk (
    sequence text COLLATE "C" NOT NULL,
    shift_id uuid NOT NULL,
    hours int NOT NULL,
    needed int NOT NULL,
    filled int NOT NULL,
    PRIMARY KEY (shift_id, hours)
);
ALTER TABLE contact ADD COLUMN wait_seconds int NOT NULL DEFAULT 0;
ALTER TABLE missed_attempt ADD COLUMN waited_seconds int NOT NULL DEFAULT 0;
"""
POSITIONS = """
CREATE TABLE projection_position (
    stream text PRIMARY KEY,
    sequence bigint NOT NULL,
    batch bigint NOT NULL
);
ALTER TABLE inbox ADD COLUMN batch bigint NOT NULL DEFAULT 0;
"""


def upgrade() -> None:
    execute(PROJECTIONS)
    execute(POSITIONS)
