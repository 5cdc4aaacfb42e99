"""The body of a request about after-care."""

from shared.http import Command

from volunteers.fields import Day


class RecordCall(Command):
    """The day on which the mentor called; nothing of what was said."""

    called_on: Day
