"""The environment of contacts."""

from datetime import timedelta

from pydantic import Field

from shared import settings


class Settings(settings.Settings):
    """What every service reads, and what contacts does by the clock.

    The partners' copies are released each minute by default: more often would tell when a referral
    was made. Tests and the demo, in which nobody was helped, release them more often. A partner has
    `handover_answer_seconds` to answer a warm handover, and the listener as long again to connect.
    """

    copies_every_seconds: int = Field(default=60, ge=1)
    handover_answer_seconds: int = Field(default=300, ge=1)

    @property
    def answer_within(self) -> timedelta:
        """Return how long a partner has for its answer to a warm handover."""
        return timedelta(seconds=self.handover_answer_seconds)
