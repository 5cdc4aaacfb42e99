"""Whether a listener may take contacts now: not during a pause, a suspension, or after leaving."""

from alembic import op

revision = "0010"
down_revision = "0009"
works_with = "0001"


def upgrade() -> None:
    op.execute("ALTER TABLE listener ADD COLUMN suspended boolean NOT NULL DEFAULT false")
