"""The pages of accident and disaster lines: open one, watch it, close it, read its report."""

from collections.abc import Awaitable, Callable
from typing import Any, get_args
from uuid import UUID

from fastapi import Request, Response
from shared.database import Connection, raw
from shared.events.vocabulary import Province
from shared.http import database, idempotent
from shared.pages.forms import FormWrong, Typed, typed_in
from shared.pages.language import gettext
from shared.pages.live import live
from shared.pages.route import pages_router
from shared.pages.show import done, draw, show
from shared.reach import WithinReach
from shared.refusals import Refusal

from contacts.surges import queries, wording
from contacts.surges.change_surge import close_surge, want_listeners
from contacts.surges.chart import chart_of
from contacts.surges.commands import PrepareLine, WantListeners
from contacts.surges.count_surge import count_surge
from contacts.surges.open_surge import open_surge
from contacts.surges.prepare_line import prepare_line, remove_line
from contacts.surges.rules import NumberOfOwnLine, NumberTaken
from contacts.surges.views import SurgeView

router = pages_router("/contacts")
PAGE = "/contacts/surges"
LINES, LINES_LIVE = "surges/templates/surges.html", "surges/templates/_open.html"
SURGE, SURGE_LIVE = "surges/templates/surge.html", "surges/templates/_surge.html"
PREPARED = "the prepared lines of the nation"
NEWEST = 20


@router.get("/surges")
async def get_surges(request: Request, reach: WithinReach) -> Response:
    """Show the lines that are open, those that are prepared, and those that were closed."""
    return await _show_lines(request, Typed(), may_prepare=reach.everything)


@router.get("/surges/live")
async def get_surges_live(request: Request) -> Response:
    """Stream the lines that are open."""

    async def drawn() -> str:
        async with database(request).read() as session:
            lasting = await queries.list_open(await raw(session), request.app.state.clock.now())
        return draw(request, LINES_LIVE, lasting=lasting, wording=wording)

    return live(request, drawn)


@router.post("/surges")
async def post_line(request: Request, reach: WithinReach) -> Response:
    """Prepare a line. 403 `beyond-reach` unless for the nation."""
    reach.require(PREPARED)
    typed = await typed_in(request)
    try:
        command = typed.read(PrepareLine)
        await idempotent(
            request, lambda connection: prepare_line(connection, command), body=command,
            key=typed.key,
        )  # fmt: skip
    except FormWrong:
        return await _show_lines(request, typed, may_prepare=True, status=400)
    except Refusal as refusal:
        typed.refused(refusal, {NumberTaken: "number", NumberOfOwnLine: "number"})
        return await _show_lines(request, typed, may_prepare=True, status=refusal.status)
    return done(PAGE, gettext("The line is prepared: it can be opened."))


@router.post("/surges/lines/{line_id}/removal")
async def post_removal(line_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Remove a prepared line. 403 `beyond-reach` unless for the nation."""
    reach.require(PREPARED)
    async with database(request).commit() as connection:
        await remove_line(connection, line_id)
    return done(PAGE, gettext("The line is removed. What was opened by it stays below."))


@router.post("/surges/lines/{line_id}/opening")
async def post_opening(line_id: UUID, request: Request) -> Response:
    """Open a prepared line, and lead to where it is watched."""
    async with database(request).commit() as connection:
        opened = await open_surge(connection, line_id, request.app.state.clock.now())
    return done(
        f"{PAGE}/{opened.surge_id}", gettext("The line is open, and listeners are called for.")
    )


@router.get("/surges/{surge_id}")
async def get_surge(surge_id: UUID, request: Request) -> Response:
    """Show a line that was opened: its queue while it is open, and its report."""
    return await _show_surge(request, surge_id, Typed())


@router.get("/surges/{surge_id}/live")
async def get_surge_live(surge_id: UUID, request: Request) -> Response:
    """Stream the part of the page that changes."""

    async def drawn() -> str:
        return draw(request, SURGE_LIVE, **await _looked_at(request, surge_id))

    return live(request, drawn)


@router.post("/surges/{surge_id}/listeners")
async def post_listeners(surge_id: UUID, request: Request) -> Response:
    """Call for more or fewer listeners."""
    typed = await typed_in(request)
    now = request.app.state.clock.now()
    try:
        command = typed.read(WantListeners)
    except FormWrong:
        return await _show_surge(request, surge_id, typed, status=400)

    def act(connection: Connection) -> Awaitable[SurgeView]:
        return want_listeners(connection, surge_id, command, now)

    return await _changed(request, surge_id, act, typed, gettext("As many are called for now."))


@router.post("/surges/{surge_id}/closing")
async def post_closing(surge_id: UUID, request: Request) -> Response:
    """Close a line."""
    now = request.app.state.clock.now()
    return await _changed(
        request, surge_id, lambda connection: close_surge(connection, surge_id, now), Typed(),
        gettext("The line is closed. Who waits is still answered."),
    )  # fmt: skip


async def _changed(
    request: Request,
    surge_id: UUID,
    act: Callable[[Connection], Awaitable[SurgeView]],
    typed: Typed,
    told: str,
) -> Response:
    try:
        async with database(request).commit() as connection:
            await act(connection)
    except Refusal as refusal:
        typed.refused(refusal)
        return await _show_surge(request, surge_id, typed, status=refusal.status)
    return done(f"{PAGE}/{surge_id}", told)


async def _show_lines(
    request: Request, typed: Typed, *, may_prepare: bool, status: int = 200
) -> Response:
    async with database(request).read() as session:
        connection = await raw(session)
        lasting = await queries.list_open(connection, request.app.state.clock.now())
        lines = await queries.list_lines(session)
        newest = (await queries.list_surges(session, None, NEWEST)).items
    return show(
        request, LINES, status=status, typed=typed, may_prepare=may_prepare, lasting=lasting,
        lines=lines, past=[one for one in newest if one.until], wording=wording,
        regions=[(region, region) for region in get_args(Province)],
        kinds=[(kind, gettext(name)) for kind, name in wording.KINDS.items()],
    )  # fmt: skip


async def _show_surge(
    request: Request, surge_id: UUID, typed: Typed, *, status: int = 200
) -> Response:
    return show(request, SURGE, status=status, typed=typed, **await _looked_at(request, surge_id))


async def _looked_at(request: Request, surge_id: UUID) -> dict[str, Any]:
    now = request.app.state.clock.now()
    async with database(request).read() as session:
        connection = await raw(session)
        surge = await queries.find_surge(connection, surge_id)
        looked_at = await queries.look_at(connection, surge, now)
        report = await count_surge(connection, surge, now)
    return {
        "surge": surge, "now": looked_at, "report": report, "chart": chart_of(report),
        "wording": wording,
    }  # fmt: skip
