"""Say what a course costs from a day on."""

from shared.database import Connection
from shared.refusals import BadInput

from billing.courses.commands import SetPrice
from billing.courses.views import CoursePriceView

UPSERT_PRICE = """
INSERT INTO course_price (course, valid_from, price) VALUES ($1, $2, $3)
ON CONFLICT (course, valid_from) DO UPDATE SET price = excluded.price
"""


class CourseForNothing(BadInput):
    """An invoice has an amount above 0, and so has the price of a course."""


async def set_price(connection: Connection, course: str, command: SetPrice) -> CoursePriceView:
    """Store a price; another for the same day replaces it, which changes no issued invoice.

    Raises `CourseForNothing`.
    """
    if not command.amount:
        raise CourseForNothing("price is 0.00: give an amount above it.")
    await connection.execute(UPSERT_PRICE, course, command.valid_from, command.amount)
    return CoursePriceView(course=course, valid_from=command.valid_from, price=command.amount)
