"""The plumbing that every service has, and the projections.

A word's collation is "C" so that sorting hangs on no database's language.
"""

from alembic import op
from shared.migrations import create_plumbing

revision = "0001"
down_revision = None
# The oldest revision whose code works with this schema.
works_with = "0001"

PROJECTIONS = """
CREATE TABLE contact (
    sequence text COLLATE "C" NOT NULL,
    contact_id uuid PRIMARY KEY,
    location_id uuid NOT NULL,
    line_location_id uuid,
    channel text COLLATE "C" NOT NULL,
    started_quarter timestamptz NOT NULL,
    duration_minutes int NOT NULL,
    kind text COLLATE "C" NOT NULL,
    topics text[] COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL
);
CREATE INDEX contact_started_quarter ON contact (started_quarter);
CREATE TABLE missed_attempt (
    sequence text COLLATE "C" NOT NULL,
    attempt_id uuid PRIMARY KEY,
    line_location_id uuid,
    channel text COLLATE "C" NOT NULL,
    offered_quarter timestamptz NOT NULL,
    reason text COLLATE "C" NOT NULL
);
CREATE INDEX missed_attempt_offered_quarter ON missed_attempt (offered_quarter);
CREATE TABLE referral (
    sequence text COLLATE "C" NOT NULL,
    referral_id uuid PRIMARY KEY,
    contact_id uuid NOT NULL,
    partner text COLLATE "C" NOT NULL,
    mode text COLLATE "C" NOT NULL,
    made_quarter timestamptz NOT NULL
);
CREATE INDEX referral_made_quarter ON referral (made_quarter);
CREATE TABLE location (
    sequence text COLLATE "C" NOT NULL,
    location_id uuid PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    region text COLLATE "C" NOT NULL
);
CREATE TABLE volunteer (
    sequence text COLLATE "C" NOT NULL,
    volunteer_id uuid PRIMARY KEY,
    location_id uuid NOT NULL,
    since timestamptz NOT NULL
);
CREATE TABLE shift (
    sequence text COLLATE "C" NOT NULL,
    shift_id uuid PRIMARY KEY,
    location_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    needed int NOT NULL,
    filled int NOT NULL
);
CREATE INDEX shift_starts_at ON shift (starts_at);
CREATE TABLE cancelled_shift (
    sequence text COLLATE "C" NOT NULL,
    shift_id uuid PRIMARY KEY
);
CREATE TABLE shift_place (
    sequence text COLLATE "C" NOT NULL,
    shift_id uuid NOT NULL,
    volunteer_id uuid NOT NULL,
    taken boolean NOT NULL,
    PRIMARY KEY (shift_id, volunteer_id)
);
CREATE TABLE municipality (
    sequence text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL,
    as_of date NOT NULL,
    name text COLLATE "C" NOT NULL,
    province text COLLATE "C" NOT NULL,
    inhabitants int NOT NULL,
    excluded boolean NOT NULL,
    PRIMARY KEY (code, as_of)
);
CREATE TABLE contract (
    sequence text COLLATE "C" NOT NULL,
    contract_id uuid PRIMARY KEY,
    payer text COLLATE "C" NOT NULL,
    beneficiaries text[] COLLATE "C" NOT NULL,
    signed_on date NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL
);
CREATE TABLE settlement (
    sequence text COLLATE "C" NOT NULL,
    year int PRIMARY KEY,
    participating_inhabitants bigint NOT NULL,
    eligible_inhabitants bigint NOT NULL,
    budget numeric(14, 2) NOT NULL,
    price_numerator bigint NOT NULL,
    price_denominator bigint NOT NULL,
    price_printed numeric(14, 3) NOT NULL
);
CREATE TABLE invoice (
    sequence text COLLATE "C" NOT NULL,
    invoice_id uuid PRIMARY KEY,
    contract_id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    issued_on date NOT NULL,
    period int NOT NULL,
    total numeric(14, 2) NOT NULL
);
"""


def upgrade() -> None:
    create_plumbing()
    for statement in PROJECTIONS.strip().split(";\n"):
        op.execute(statement.rstrip(";"))
