"""The roster board: what is open, who could fill it, and asking them."""

from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

from fastapi import Request, Response
from shared.database import Connection
from shared.http import View, database, idempotent, now
from shared.pages.forms import FormWrong, Typed, typed_in, typed_query
from shared.pages.language import gettext
from shared.pages.live import live
from shared.pages.route import pages_router
from shared.pages.show import done, draw, show
from shared.reach import BeyondReach, Reach, WithinReach
from shared.refusals import NotFound, Refusal

from volunteers.admission.reach import require_volunteers
from volunteers.board.ask_holes import ask_holes
from volunteers.board.board_shown import BoardAsked, BoardShown, board_shown
from volunteers.board.commands import AskForShift, GivePlace, OnBoard, ProposeChain
from volunteers.board.hole_shown import Naming
from volunteers.board.propose_chain import propose_chain
from volunteers.board.wording import address_of, asked_told, given_told, wording
from volunteers.offers.ask_people import ask_people
from volunteers.offers.commands import AskPeople
from volunteers.roles import reach_by
from volunteers.shifts.commands import FillPlace
from volunteers.shifts.fill_place import fill_place
from volunteers.shifts.reach import require_shift

router = pages_router("/volunteers")
PAGE = "/volunteers/board"
On = TypeVar("On", bound=OnBoard)


class Done(View):
    """How many people an act of the board has reached."""

    people: int


@router.get("/board")
async def get_board(request: Request, reach: WithinReach) -> Response:
    """Show the board: `?day=2026-11-27&location=<id>&shift=<id>`."""
    asked, status = typed_query(request), 200
    try:
        wanted = asked.read(BoardAsked)
    except FormWrong:
        wanted, status = BoardAsked(), 400
    return await _show(request, reach, wanted, asked=asked, status=status)


@router.get("/board/live")
async def get_board_live(request: Request, reach: WithinReach) -> Response:
    """Stream the part of the page that changes."""
    try:
        wanted = typed_query(request).read(BoardAsked)
    except FormWrong:
        wanted = BoardAsked()

    async def drawn() -> str:
        shown = await _board(request, reach, wanted)
        return draw(request, "board/templates/_board.html", shown=shown, **wording())

    return live(request, drawn)


@router.post("/board/asking")
async def post_asking(request: Request, reach: WithinReach) -> Response:
    """Ask one person for a shift, or the best for each open place."""
    typed = await typed_in(request)

    async def act(connection: Connection, on: AskForShift) -> Done:
        await require_shift(connection, on.shift, reach)
        if on.volunteer is None:
            made = await _ask_best(request, connection, reach, [on.shift])
        else:
            command = AskPeople(volunteer_ids=[on.volunteer])
            made = len((await ask_people(connection, on.shift, command, reach, now())).offers)
        return Done(people=made)

    return await _pressed(request, typed, AskForShift, act, asked_told)


@router.post("/board/day-asking")
async def post_day_asking(request: Request, reach: WithinReach) -> Response:
    """Ask the best for each open place of a day, at one location or all within reach."""
    typed = await typed_in(request)

    async def act(connection: Connection, on: OnBoard) -> Done:
        shown = await _board(request, reach, BoardAsked(day=on.day, location=on.location))
        holes = [one.shift_id for one in shown.to_ask]
        return Done(people=await _ask_best(request, connection, reach, holes))

    return await _pressed(request, typed, OnBoard, act, asked_told)


@router.post("/board/place")
async def post_place(request: Request, reach: WithinReach) -> Response:
    """Give a place to somebody of one's own location who was spoken to."""
    typed = await typed_in(request)

    async def act(connection: Connection, on: GivePlace) -> Done:
        await require_shift(connection, on.shift, reach)
        await require_volunteers(connection, [on.volunteer], reach)
        await fill_place(connection, on.shift, FillPlace(volunteer_id=on.volunteer), now())
        return Done(people=1)

    return await _pressed(request, typed, GivePlace, act, given_told)


@router.post("/board/chain")
async def post_chain(request: Request, reach: WithinReach) -> Response:
    """Propose to two people that one moves to the hole and the other takes over."""
    typed = await typed_in(request)

    async def act(connection: Connection, on: ProposeChain) -> Done:
        await require_shift(connection, on.shift, reach)
        await propose_chain(connection, on, reach, now())
        return Done(people=2)

    return await _pressed(request, typed, ProposeChain, act, asked_told)


async def _pressed(
    request: Request,
    typed: Typed,
    command: type[On],
    act: Callable[[Connection, On], Awaitable[Done]],
    say: Callable[[int], str],
) -> Response:
    """Do what a button says, once for each page that was shown; then lead on to the next hole."""
    board_reach = reach_by(request.state.caller, f"GET {PAGE}")
    try:
        on = typed.read(command)
    except FormWrong:
        typed.problem = typed.problem or gettext("This page has changed: try again.")
        return await _show(request, board_reach, BoardAsked(), typed=typed, status=400)
    once = sha256(f"{typed.key} {on.model_dump_json()}".encode()).hexdigest() if typed.key else ""
    here = BoardAsked(day=on.day, location=on.location, shift=on.shift)
    try:
        answer = await idempotent(request, lambda connection: act(connection, on), key=once)
    except Refusal as refusal:
        if isinstance(refusal, (BeyondReach, NotFound)):
            raise
        typed.refused(refusal)
        return await _show(request, board_reach, here, typed=typed, status=refusal.status)
    made = Done.model_validate_json(bytes(answer.body))
    onward = (
        await _onward(request, board_reach, here) if on.shift else address_of(on.day, on.location)
    )
    return done(onward, say(made.people))


async def _onward(request: Request, reach: Reach, here: BoardAsked) -> str:
    """Return the address of the next hole for which too few are asked; else of the day."""
    if here.shift is None:
        return address_of(here.day, here.location)
    shown = await _board(request, reach, BoardAsked(day=here.day, location=here.location))
    following = shown.hole_after(here.shift)
    return address_of(here.day, here.location, following.shift_id if following else None)


async def _ask_best(
    request: Request, connection: Connection, reach: Reach, shift_ids: Sequence[UUID]
) -> int:
    return await ask_holes(connection, shift_ids, reach, now(), request.app.state.matching)


async def _board(request: Request, reach: Reach, wanted: BoardAsked) -> BoardShown:
    state = request.app.state
    naming = Naming(state.keys, reach)
    async with database(request).read() as session:
        return await board_shown(
            session, reach, wanted, now(), matching=state.matching, naming=naming
        )


async def _show(
    request: Request,
    reach: Reach,
    wanted: BoardAsked,
    *,
    typed: Typed | None = None,
    asked: Typed | None = None,
    status: int,
) -> Response:
    shown = await _board(request, reach, wanted)
    return show(
        request, "board/templates/board.html", status=status, shown=shown, typed=typed or Typed(),
        asked=asked or Typed(), **wording(),
    )  # fmt: skip
