"""The bodies of requests about courses."""

from pydantic import Field
from shared.http import Command

from volunteers.courses.rules import CLIENT, COURSE, LONGEST_COURSE
from volunteers.fields import Day


class DeliverCourse(Command):
    """A course that was given: its code and the client's, of the parties that billing invoices."""

    course: str = Field(pattern=COURSE, max_length=LONGEST_COURSE, examples=["listening-1"])
    client: str = Field(pattern=CLIENT, examples=["ORG-SCHOOL-1"])
    on: Day
