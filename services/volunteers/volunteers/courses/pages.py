"""The page of courses that were given to third parties, and the form that records one."""

from functools import partial
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel
from shared.http import database, idempotent, now
from shared.pages.formats import day
from shared.pages.forms import FormWrong, Typed, typed_in, typed_query
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.refusals import Refusal

from volunteers.amsterdam import day_of
from volunteers.courses import queries
from volunteers.courses.commands import DeliverCourse
from volunteers.courses.deliver_course import deliver_course
from volunteers.courses.rules import CourseInTheFuture

PAGE_SIZE = 50
HOME = "/volunteers/courses"

router = pages_router("/volunteers")


class CoursesAsked(BaseModel):
    """The query of the page: after which delivery the list goes on."""

    cursor: UUID | None = None


@router.get("/courses")
async def get_courses(request: Request) -> Response:
    """Show the courses that were given, the newest first."""
    return await _show(request, Typed(), status=200)


@router.post("/courses")
async def post_course(request: Request) -> Response:
    """Record a course that was given, by the form of that page."""
    typed = await typed_in(request)
    try:
        command = typed.read(DeliverCourse)
        act = partial(deliver_course, command=command, now=now())
        await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show(request, typed, status=400)
    except Refusal as refusal:
        typed.refused(refusal, {CourseInTheFuture: "on"})
        return await _show(request, typed, status=refusal.status)
    return done(HOME, gettext("The course of %(day)s is recorded.", day=day(command.on)))


async def _show(request: Request, typed: Typed, *, status: int) -> Response:
    try:
        asked = typed_query(request).read(CoursesAsked)
    except FormWrong:
        asked, status = CoursesAsked(), 400
    async with database(request).read() as session:
        found = await queries.course_deliveries(session, asked.cursor, PAGE_SIZE)
    return show(
        request, "courses/templates/courses.html", status=status, found=found, typed=typed,
        today=day_of(now()),
    )  # fmt: skip
