"""Whether a volunteer is suspended, or left."""

from alembic import op

revision = "0005"
down_revision = "0004"
works_with = "0001"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE volunteer ADD COLUMN suspended boolean NOT NULL DEFAULT false,
        ADD COLUMN has_left boolean NOT NULL DEFAULT false
    """)
