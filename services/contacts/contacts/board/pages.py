"""The coordinator's board: a page that follows what happens, and closes a channel."""

from typing import Literal

from fastapi import Request, Response
from shared.database import raw
from shared.http import database
from shared.pages.language import gettext
from shared.pages.live import live
from shared.pages.route import pages_router
from shared.pages.show import done, draw, show
from shared.reach import Reach, WithinReach

from contacts.board import wording
from contacts.board.queries import Board, load_board
from contacts.board.rules import compare
from contacts.duty.shifts_address import shifts_address
from contacts.queue.close_channel import close_channel, open_channel
from contacts.queue.replica import Replica

router = pages_router("/contacts")
PAGE = "/contacts/board"
OnTheQueue = Literal["chat", "telephone"]


@router.get("/board")
async def get_board(request: Request, reach: WithinReach) -> Response:
    """Show the queue, who is on, what was missed and what is not filled, within reach."""
    board = await _board(request, reach)
    return show(
        request, "board/templates/board.html", board=board, wording=wording, compare=compare,
        shifts_address=shifts_address(request), may_close=reach.everything,
    )  # fmt: skip


@router.get("/board/live")
async def get_board_live(request: Request, reach: WithinReach) -> Response:
    """Stream the part of the page that changes."""

    async def drawn() -> str:
        return draw(
            request, "board/templates/_board.html", board=await _board(request, reach),
            wording=wording, compare=compare, shifts_address=shifts_address(request),
        )  # fmt: skip

    return live(request, drawn)


@router.post("/board/{channel}/closing")
async def post_closing(channel: OnTheQueue, request: Request, reach: WithinReach) -> Response:
    """Close a channel: who waits is missed. 403 `beyond-reach` unless for the whole nation."""
    reach.require("the queue of the nation")
    replica: Replica = request.app.state.replica
    async with replica.deciding(database(request)) as connection:
        waited = await close_channel(connection, channel, replica.clock.now())
    await replica.changed()
    return done(PAGE, wording.told(channel, waited))


@router.post("/board/{channel}/opening")
async def post_opening(channel: OnTheQueue, request: Request, reach: WithinReach) -> Response:
    """Open a channel again. 403 `beyond-reach` unless for the whole nation."""
    reach.require("the queue of the nation")
    replica: Replica = request.app.state.replica
    async with replica.deciding(database(request)) as connection:
        await open_channel(connection, channel)
    await replica.changed()
    return done(PAGE, gettext(wording.WORDS[channel].is_open))


async def _board(request: Request, reach: Reach) -> Board:
    async with database(request).read() as session:
        return await load_board(await raw(session), reach, request.app.state.clock.now())
