"""Keep the courses that volunteers delivered, to be invoiced."""

from collections.abc import Sequence

from shared.database import Connection
from shared.events.volunteers import CourseDelivered

INSERT_DELIVERIES = """
INSERT INTO course_delivery (delivery_id, course, client, on_day)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[])
ON CONFLICT (delivery_id) DO NOTHING
"""


async def record_deliveries(connection: Connection, told: Sequence[CourseDelivered]) -> None:
    """Keep each delivery once, however often it is told; it never changes."""
    await connection.execute(
        INSERT_DELIVERIES,
        [each.delivery_id for each in told],
        [each.course for each in told],
        [each.client for each in told],
        [each.on for each in told],
    )
