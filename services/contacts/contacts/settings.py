"""The environment of contacts."""

from pydantic import Field

from shared import settings


class Settings(settings.Settings):
    """What every service reads, and how often the partners' copies are released.

    By default that is each minute: releasing more often would tell when a referral was made. Tests
    and the demo, in which nobody was helped, release them more often.
    """

    copies_every_seconds: int = Field(default=60, ge=1)
