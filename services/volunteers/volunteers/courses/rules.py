"""Which course was given to whom, by codes only, and when."""

from datetime import date

from shared.refusals import BadInput

# Words and small numbers with hyphens: nobody's telephone number is the code of a course.
COURSE = r"^[a-z]{1,20}(-([a-z]{1,20}|[0-9]{1,2})){0,5}$"
LONGEST_COURSE = 40
CLIENT = r"^ORG-[A-Z0-9-]{1,20}$"


class CourseInTheFuture(BadInput):
    """A course is recorded once it was given."""


def check_given_on(on: date, today: date) -> None:
    """Refuse a day that is still to come (dates in Amsterdam)."""
    if on > today:
        raise CourseInTheFuture(
            f"on is {on}, but today is {today}: record the course once it was given"
        )
