"""What sets the clock."""

from pydantic import Field
from shared.http import Command
from shared.strict import Moment


class SetClock(Command):
    """What the clock shows from now on, and how many times as fast as time it runs."""

    shows: Moment
    rate: int = Field(default=1, ge=1, le=1000)
