"""The HTTP API of reorganisations."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.http import Limit, Page, database, idempotent, now, problems

from billing.reorganisations import queries
from billing.reorganisations.commands import RegisterReorganisation
from billing.reorganisations.register_reorganisation import register_reorganisation
from billing.reorganisations.views import ReorganisationView

router = APIRouter(prefix="/v1", tags=["billing"], route_class=Guarded)


@router.post(
    "/reorganisations", status_code=201, response_model=ReorganisationView,
    responses=problems(400, 409),
)  # fmt: skip
async def post_reorganisation(command: RegisterReorganisation, request: Request) -> Response:
    """Register a municipal reorganisation; the contracts follow it -> `contract_transferred`.

    Who is no `to` of its own is abolished on the day. The inflows of a municipality are weighed by
    the inhabitants of the last 1 January before the day.
    """
    act = partial(register_reorganisation, command=command, now=now())
    return await idempotent(request, act, body=command)


@router.get("/reorganisations", response_model=Page[ReorganisationView], responses=problems())
async def get_reorganisations(
    request: Request, cursor: UUID | None = None, limit: Limit = 100
) -> Page[ReorganisationView]:
    """List reorganisations by day."""
    async with database(request).read() as session:
        return await queries.list_reorganisations(session, cursor, limit)
