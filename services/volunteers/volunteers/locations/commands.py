"""The bodies of requests about locations."""

from pydantic import Field
from shared.events.vocabulary import Province
from shared.http import Command


class OpenLocation(Command):
    """A location: its name (letters and . , ' ( ) - only, 60 at most) and its province."""

    name: str = Field(max_length=200)
    region: Province
