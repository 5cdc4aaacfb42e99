"""Record that a course was given to a third party."""

from datetime import datetime
from uuid import uuid4

from shared.database import Connection
from shared.events.volunteers import CourseDelivered
from shared.outbox import outbox_row, record

from volunteers.amsterdam import day_of
from volunteers.courses.commands import DeliverCourse
from volunteers.courses.rules import check_given_on
from volunteers.courses.tables import CourseDelivery
from volunteers.courses.views import CourseDeliveryView
from volunteers.persistence import insert


async def deliver_course(
    connection: Connection, command: DeliverCourse, now: datetime
) -> CourseDeliveryView:
    """Record the delivery and its event, by which billing invoices it.

    Raises `CourseInTheFuture`.
    """
    check_given_on(command.on, day_of(now))
    delivery = CourseDelivery(
        delivery_id=uuid4(),
        course=command.course,
        client=command.client,
        given_on=command.on,
        recorded_at=now,
    )
    await insert(connection, delivery)
    told = {
        "delivery_id": delivery.delivery_id,
        "course": command.course,
        "client": command.client,
        "on": command.on,
    }
    event = CourseDelivered(**told)
    await record(
        connection, outbox_row(event, aggregate_id=delivery.delivery_id, version=1, now=now)
    )
    return CourseDeliveryView(**told)
