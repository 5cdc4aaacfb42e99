"""The bodies of requests about reminders."""

from typing import Annotated

from pydantic import Field
from shared.http import Command

MOST_AT_ONCE = 1000


class ReleaseReminders(Command):
    """Release the next step of each of these invoices, all or none."""

    numbers: list[Annotated[str, Field(pattern=r"^\d{4}-\d{5,9}$")]] = Field(
        min_length=1, max_length=MOST_AT_ONCE, examples=[["2016-00001"]]
    )
