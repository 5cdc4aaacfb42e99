"""The bodies of requests about how somebody stands."""

from shared.http import Command

from volunteers.fields import Day


class Pause(Command):
    """A pause from now on; `until` is its last day, left out: until they resume."""

    until: Day | None = None
