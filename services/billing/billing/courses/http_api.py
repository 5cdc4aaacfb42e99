"""The HTTP API of courses: prices, and what was delivered."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from shared.access import Guarded
from shared.http import Cursor, Limit, Page, database, problems
from shared.strict import Flag

from billing.courses import queries
from billing.courses.commands import SetPrice
from billing.courses.rules import COURSE, LONGEST_COURSE
from billing.courses.set_price import set_price
from billing.courses.views import CoursePriceView, CourseView, DeliveryView

Course = Annotated[str, Path(pattern=COURSE, max_length=LONGEST_COURSE, examples=["listening-1"])]
router = APIRouter(prefix="/v1", tags=["billing"], route_class=Guarded)


@router.put("/course-prices/{course}", response_model=CoursePriceView, responses=problems(400))
async def put_course_price(request: Request, course: Course, command: SetPrice) -> CoursePriceView:
    """Say what a course costs from a day on, in euros without VAT.

    A course is invoiced at the price of the day on which it was given. Another price for the same
    day replaces it; invoices that were issued keep theirs.
    """
    async with database(request).commit() as connection:
        return await set_price(connection, course, command)


@router.get("/course-prices", response_model=Page[CourseView], responses=problems())
async def get_course_prices(
    request: Request,
    cursor: Annotated[str | None, Query(pattern=COURSE)] = None,
    limit: Limit = 100,
) -> Page[CourseView]:
    """List courses by code, each with its prices."""
    async with database(request).read() as session:
        return await queries.list_prices(session, cursor, limit)


@router.get("/course-deliveries", response_model=Page[DeliveryView], responses=problems())
async def get_course_deliveries(
    request: Request,
    only_open: Annotated[Flag, Query(alias="open", description="not invoiced yet")] = False,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[DeliveryView]:
    """List the courses that were given to third parties, each with the number of its invoice."""
    async with database(request).read() as session:
        return await queries.list_deliveries(session, only_open, cursor, limit)
