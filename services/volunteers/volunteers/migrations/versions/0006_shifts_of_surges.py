"""A shift that was opened for a surge says so."""

from alembic import op

revision = "0006"
down_revision = "0005"
# A release of before opens the shift of a surge without saying so: it is answered as any other.
works_with = "0005"


def upgrade() -> None:
    op.execute("ALTER TABLE shift ADD surge_id uuid")
