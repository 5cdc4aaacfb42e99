"""Invoice the courses that were delivered to third parties and are not invoiced yet."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.refusals import Refusal

from billing.invoices.commands import BillCourses
from billing.invoices.issue_document import issue_document
from billing.invoices.rules.courses import Delivery, courses_draft, together
from billing.invoices.views import CourseInvoicesView, CourseRefusal

# The price is that of the day. The lock keeps two requests from invoicing one delivery twice.
SELECT_OPEN = """
SELECT d.delivery_id, d.course, d.client, d.on_day,
    (SELECT p.price FROM course_price p WHERE p.course = d.course AND p.valid_from <= d.on_day
        ORDER BY p.valid_from DESC LIMIT 1) AS price
FROM course_delivery d WHERE d.number IS NULL AND ($1::text IS NULL OR d.client = $1)
ORDER BY d.delivery_id FOR UPDATE OF d
"""
SET_NUMBER = "UPDATE course_delivery SET number = $1 WHERE delivery_id = ANY ($2)"


async def bill_courses(
    connection: Connection, command: BillCourses, now: datetime
) -> CourseInvoicesView:
    """Issue an invoice for each client and day; what is refused stays open, and is returned."""
    rows = await connection.fetch(SELECT_OPEN, command.client)
    prices = {_id(row): row["price"] for row in rows if row["price"] is not None}
    deliveries = [Delivery(_id(row), row["course"], row["client"], row["on_day"]) for row in rows]
    numbers, refusals = [], []
    for group in together(deliveries):
        try:
            async with connection.transaction():
                draft = courses_draft(group, prices)
                number = await issue_document(connection, draft, now)
                await connection.execute(SET_NUMBER, number, [one.delivery_id for one in group])
        except Refusal as refusal:
            refusals.append(_refused(group, refusal))
        else:
            numbers.append(number)
    return CourseInvoicesView(numbers=numbers, refusals=refusals)


def _refused(group: Sequence[Delivery], refusal: Refusal) -> CourseRefusal:
    return CourseRefusal(
        client=group[0].client, on=group[0].on_day, type=refusal.code(), detail=refusal.detail
    )


def _id(row: Sequence[UUID]) -> UUID:
    return UUID(int=row[0].int)
