"""Endpoints of courses."""

from functools import partial

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.http import idempotent, now, problems

from volunteers.courses.commands import DeliverCourse
from volunteers.courses.deliver_course import deliver_course
from volunteers.courses.views import CourseDeliveryView

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.post(
    "/course-deliveries", status_code=201, response_model=CourseDeliveryView, responses=problems()
)
async def post_course_delivery(command: DeliverCourse, request: Request) -> Response:
    """Record a course that was given to a third party; billing invoices it to the client.

    `course` is a code of billing's prices, `client` one of its parties. 400 for a day to come.
    """
    return await idempotent(
        request, partial(deliver_course, command=command, now=now()), body=command
    )
