"""Lists of one person's contacts and of one location's, without reading everybody's."""

from alembic import op

revision = "0004"
down_revision = "0003"
works_with = "0001"

EXPAND = """
CREATE INDEX contact_of_volunteer ON contact (volunteer_id, position);
CREATE INDEX contact_of_location ON contact (answered_at_location_id, position);
CREATE INDEX missed_of_line ON missed_attempt (line_location_id, position)
    WHERE line_location_id IS NOT NULL;
"""


def upgrade() -> None:
    for statement in EXPAND.strip().split(";\n"):
        op.execute(statement.rstrip(";"))
