"""The environment of contacts."""

from pydantic import Field

from shared import settings


class Settings(settings.Settings):
    """What every service reads, and how often the partners' copies leave: on the minute.

    A copy names the minute, so that leaving more often would tell more than it does; tests and
    the demo, in which nobody was helped, need not wait so long.
    """

    copies_every_seconds: int = Field(default=60, ge=1)
