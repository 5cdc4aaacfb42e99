"""No samples of keys of persons: an erasure leaves none."""

from shared.migrations import keep_no_samples

revision = "0007"
down_revision = "0006"
works_with = "0005"


def upgrade() -> None:
    keep_no_samples({"person_key": ("wrapped",)})
