"""Start: locations, volunteers, trainings, shifts, places, and the plumbing."""

import sqlalchemy as sa
from alembic import op
from shared.migrations import create_plumbing

revision = "0001"
down_revision = None
# The oldest revision whose code works with this schema.
works_with = "0001"

MOMENT = sa.DateTime(timezone=True)
TEXTS = sa.ARRAY(sa.Text)


def upgrade() -> None:
    create_plumbing()
    op.create_table(
        "location",
        sa.Column("location_id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
    )
    op.create_index("location_name", "location", [sa.text("lower(name)")], unique=True)
    create_volunteers()
    create_shifts()


def create_volunteers() -> None:
    op.create_table(
        "volunteer",
        sa.Column("volunteer_id", sa.Uuid, primary_key=True),
        sa.Column("location_id", sa.Uuid, sa.ForeignKey("location.location_id"), nullable=False),
        sa.Column("channels", TEXTS, nullable=False),
        sa.Column("lines", TEXTS, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("applied_at", MOMENT, nullable=False),
        sa.Column("modules_done", sa.ARRAY(sa.SmallInteger), nullable=False),
        sa.Column("signed_off_by", sa.Uuid),
        sa.Column("signed_off_at", MOMENT),
        sa.Column("admitted_at", MOMENT),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "training",
        sa.Column("training_id", sa.Uuid, primary_key=True),
        sa.Column("module", sa.SmallInteger, nullable=False),
        sa.Column("held_on", sa.Date, nullable=False),
        sa.Column("volunteer_ids", sa.ARRAY(sa.Uuid), nullable=False),
    )


def create_shifts() -> None:
    op.create_table(
        "shift",
        sa.Column("shift_id", sa.Uuid, primary_key=True),
        sa.Column("location_id", sa.Uuid, sa.ForeignKey("location.location_id"), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("day_part", sa.Text, nullable=False),
        sa.Column("channels", TEXTS, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("needed", sa.Integer, nullable=False),
        sa.Column("filled", sa.Integer, nullable=False),
        sa.Column("cancelled_at", MOMENT),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("filled BETWEEN 0 AND needed", name="shift_filled_within_needed"),
    )
    op.create_index("shift_by_start", "shift", ["starts_at", "shift_id"])
    op.create_table(
        "place",
        sa.Column("shift_id", sa.Uuid, sa.ForeignKey("shift.shift_id"), primary_key=True),
        sa.Column(
            "volunteer_id", sa.Uuid, sa.ForeignKey("volunteer.volunteer_id"), primary_key=True
        ),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("filled_at", MOMENT, nullable=False),
    )
    op.create_index("place_by_volunteer", "place", ["volunteer_id"])
