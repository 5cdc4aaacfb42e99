"""The HTTP API of accident and disaster lines."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Cursor, Limit, Page, database, idempotent, problems
from shared.reach import WithinReach

from contacts.surges.change_surge import close_surge, want_listeners
from contacts.surges.commands import ChangeLine, PrepareLine, WantListeners
from contacts.surges.open_surge import open_surge
from contacts.surges.prepare_line import change_line, prepare_line, remove_line
from contacts.surges.queries import list_lines, list_surges
from contacts.surges.views import SurgeLineView, SurgeView

router = APIRouter(prefix="/v1", tags=["surges"], route_class=Guarded)
PREPARED = "the prepared lines of the nation"


@router.get("/surge-lines", responses=problems())
async def get_surge_lines(request: Request) -> Page[SurgeLineView]:
    """List the prepared lines, and which of them are open."""
    async with database(request).read() as session:
        return Page(items=await list_lines(session), next_cursor=None)


@router.post("/surge-lines", status_code=201, response_model=SurgeLineView, responses=problems(409))
async def post_surge_line(command: PrepareLine, request: Request, reach: WithinReach) -> Response:
    """Prepare a line. 403 `beyond-reach` unless for the nation.

    409 `number-taken` by another prepared line, `number-of-own-line`.
    """
    reach.require(PREPARED)

    async def act(connection: Connection) -> SurgeLineView:
        return await prepare_line(connection, command)

    return await idempotent(request, act, body=command)


@router.put("/surge-lines/{line_id}", responses=problems(404, 409))
async def put_surge_line(
    line_id: UUID, command: ChangeLine, request: Request, reach: WithinReach
) -> SurgeLineView:
    """Change a prepared line, whole.

    409 `surge-line-open` while it is open, `number-taken`, `number-of-own-line`.
    """
    reach.require(PREPARED)
    async with database(request).commit() as connection:
        return await change_line(connection, line_id, command)


@router.delete("/surge-lines/{line_id}", status_code=204, responses=problems(409))
async def delete_surge_line(line_id: UUID, request: Request, reach: WithinReach) -> None:
    """Remove a prepared line; what was opened by it stays. 409 `surge-line-open`."""
    reach.require(PREPARED)
    async with database(request).commit() as connection:
        await remove_line(connection, line_id)


@router.post("/surge-lines/{line_id}/opening", responses=problems(404))
async def post_opening(line_id: UUID, request: Request) -> SurgeView:
    """Open a prepared line -> `surge_declared`. One that is open stays as it is."""
    now = request.app.state.clock.now()
    return await _done(request, lambda connection: open_surge(connection, line_id, now))


@router.get("/surges", responses=problems())
async def get_surges(
    request: Request, cursor: Cursor = None, limit: Limit = 100
) -> Page[SurgeView]:
    """List the lines that were opened, the newest first; `until` null: it is open."""
    async with database(request).read() as session:
        return await list_surges(session, cursor, limit)


@router.put("/surges/{surge_id}", responses=problems(404, 409))
async def put_surge(surge_id: UUID, command: WantListeners, request: Request) -> SurgeView:
    """Call for more or fewer listeners -> `surge_declared`. 409 `surge-is-over`."""
    now = request.app.state.clock.now()
    return await _done(
        request, lambda connection: want_listeners(connection, surge_id, command, now)
    )


@router.post("/surges/{surge_id}/closing", responses=problems(404))
async def post_closing(surge_id: UUID, request: Request) -> SurgeView:
    """Close a line -> `surge_ended`. Who waits is answered; who comes is told that it is closed."""
    now = request.app.state.clock.now()
    return await _done(request, lambda connection: close_surge(connection, surge_id, now))


async def _done(request: Request, act: Callable[[Connection], Awaitable[SurgeView]]) -> SurgeView:
    async with database(request).commit() as connection:
        return await act(connection)
