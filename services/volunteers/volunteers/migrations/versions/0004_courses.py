"""Courses that were given to third parties."""

from alembic import op

revision = "0004"
down_revision = "0003"
works_with = "0001"

COURSES = """
CREATE TABLE course_delivery (
    delivery_id uuid PRIMARY KEY, course text NOT NULL, client text NOT NULL,
    given_on date NOT NULL, recorded_at timestamptz NOT NULL
)
"""


def upgrade() -> None:
    op.execute(COURSES)
