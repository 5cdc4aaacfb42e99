"""Who called today, by the day's token, and cool-downs."""

revision = "0015"
down_revision = "0014"
works_with = "0001"


def upgrade() -> None:
    pass
