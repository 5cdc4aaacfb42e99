"""A service of the tests' own with WebSockets; `python -m tests.http.talking` serves it."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, WebSocket
from shared.database import DatabaseAway
from shared.handlers import Handlers
from shared.http import Command
from shared.pages.route import ScriptRoute, as_page
from shared.pages.site import make_site
from shared.pages.sockets import SIGNED_IN, check_own_origin
from shared.reach import WithinReach
from shared.refusals import Refusal
from shared.roles import ALL, OWN, RoleTable, may
from shared.service import create_service, main
from shared.settings import Settings
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

OPEN, DESK, NUMBER = "/talking/socket", "/talking/desk/socket", "/talking/number"
OPEN_PATHS = frozenset({OPEN, "/talking/help", NUMBER + "/{number}"})
ROLES: RoleTable = {
    f"WS {DESK}": may(listener=OWN, coordinator=ALL),
    "GET /v1/talking": may(listener=ALL), "POST /v1/talking": may(listener=ALL),
}  # fmt: skip
router = APIRouter()
script = APIRouter(route_class=ScriptRoute)


class NotThat(Refusal):
    """The rules do not allow this word."""


class Word(Command):
    """What a script sends."""

    word: str


MISTAKES: dict[str, Exception] = {
    "refuse": NotThat("not that word"),
    "away": DatabaseAway("gone"),
    "fail": RuntimeError("a word that somebody said"),
}


@router.websocket(OPEN)
async def talk(socket: WebSocket) -> None:
    """Send back what comes in, and fail as a message says."""
    before = socket.query_params.get("before", "")
    if before in MISTAKES:
        raise MISTAKES[before]
    if before == "wait":
        await socket.app.state.accepting.wait()
    await socket.accept()
    while True:
        said = await socket.receive_text()
        if said in MISTAKES:
            raise MISTAKES[said]
        if said == "flood":
            await _flood(socket)
        await socket.send_text(said if len(said) < 100 else str(len(said)))


async def _flood(socket: WebSocket) -> None:
    """Send without an end; `flooded` counts those to whom it ended."""
    try:
        while True:
            await socket.send_text("w" * 65536)
    finally:
        socket.app.state.flooded += 1


@router.websocket(NUMBER + "/{number}")
async def number(
    socket: WebSocket, number: int, _own: Annotated[None, Depends(check_own_origin)]
) -> None:
    """Accept a number, from our own pages."""
    await socket.accept()
    await socket.send_json(number)


@router.websocket(DESK, dependencies=[SIGNED_IN])
async def desk(socket: WebSocket, reach: WithinReach) -> None:
    """Tell who is at the desk, and whose records are within reach."""
    await socket.accept()
    roles = sorted(socket.state.caller.roles)
    await socket.send_json({"roles": roles, "person": str(reach.person), "all": reach.everything})


@script.get("/v1/talking")
async def get_talking() -> dict[str, Any]:
    """Answer a script."""
    return {"talking": True}


@script.post("/v1/talking")
async def post_talking(word: Word) -> dict[str, Any]:
    """Take a word of a script."""
    return {"letters": len(word.word)}


async def _help(_request: Request) -> Response:
    return PlainTextResponse("help")


router.add_api_route("/talking/help", as_page(_help), include_in_schema=False)


def create_talking(settings: Settings | None = None) -> FastAPI:
    """Return the service."""
    app = create_service(
        name="talking", title="Talking", description="Of the tests", routers=[router, script],
        handlers=Handlers("contacts", []), settings=settings or Settings(), roles=ROLES,
        site=make_site("talking", Path(__file__).parent / "talking"), open_paths=OPEN_PATHS,
    )  # fmt: skip
    app.state.accepting, app.state.flooded = asyncio.Event(), 0
    return app


if __name__ == "__main__":
    main("talking", create_talking)
