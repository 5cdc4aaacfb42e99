"""How warm handovers end, and the partners' copies that wait for the minute."""

from alembic import op

revision = "0002"
down_revision = "0001"
# The oldest revision whose code works with this schema.
works_with = "0001"

EXPAND = """
ALTER TABLE referral ADD COLUMN outcome text, ADD COLUMN settled_at timestamptz;
CREATE TABLE partner_copy (
    event_id uuid PRIMARY KEY,
    subject text NOT NULL,
    headers text NOT NULL,
    data text NOT NULL
);
"""


def upgrade() -> None:
    for statement in EXPAND.strip().split(";\n"):
        op.execute(statement.rstrip(";"))
