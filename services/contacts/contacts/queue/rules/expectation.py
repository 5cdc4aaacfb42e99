"""What a help seeker is told of the wait: what was measured, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

MEASURED_OVER = timedelta(hours=1)
FEWEST = 5
# In what steps a wait is shown to others: an exact one would tell when somebody came.
STEP_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Expectation:
    """The wait that is told, in seconds, and whether this one takes longer already."""

    seconds: int | None
    longer: bool


def expect(measured: Sequence[int], waited: int) -> Expectation:
    """Return what to tell whoever has waited so long.

    `measured` are the waits, in seconds, of those who were answered in the last hour. Half of them
    waited at most as long as is told; of fewer than five nothing is told.
    """
    if len(measured) < FEWEST:
        return Expectation(None, longer=False)
    seconds = round(median(measured))
    return Expectation(seconds, longer=waited > seconds)


def longest_seconds(first_at: datetime | None, now: datetime) -> int:
    """Return how long whoever came first waits, in steps of ten seconds; nobody waits: 0."""
    if first_at is None:
        return 0
    waited = max(0, int((now - first_at).total_seconds()))
    return waited - waited % STEP_SECONDS
