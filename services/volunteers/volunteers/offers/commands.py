"""The bodies of requests about offers."""

from pydantic import Field
from shared.http import Command
from shared.strict import Id


class AskPeople(Command):
    """Whom to ask for a shift: 1 to 100 volunteers."""

    volunteer_ids: list[Id] = Field(min_length=1, max_length=100)
