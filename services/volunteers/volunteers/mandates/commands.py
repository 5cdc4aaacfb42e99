"""The bodies of requests about mandates."""

from typing import Annotated

from pydantic import Field
from shared.http import Command
from shared.strict import Id

from volunteers.fields import Day
from volunteers.mandates.vocabulary import MandateRole


class GiveMandate(Command):
    """An account acts as a volunteer (`listener`), or in a role for a location, on these days.

    `subject` is the account's `sub` at the issuer; only a hash of it is kept. `lastDay` left out:
    until further notice.
    """

    subject: Annotated[str, Field(min_length=1, max_length=255)]
    role: MandateRole
    volunteer_id: Id | None = None
    location_id: Id | None = None
    first_day: Day
    last_day: Day | None = None
