"""The dashboard: today for the control room, followed live; closed days for a council."""

from typing import Any

from fastapi import Request, Response
from shared.http import database, now
from shared.pages.language import language
from shared.pages.live import live
from shared.pages.route import pages_router
from shared.pages.show import draw, show

from reporting.dashboard import wording
from reporting.dashboard.board import Board, Watched, read_closed_days
from reporting.dashboard.rules.seen import sees_today
from reporting.days import words

router = pages_router("/reporting")


@router.get("/dashboard")
async def get_dashboard(request: Request) -> Response:
    """Show today, and this week's days; a council gets the newest seven closed days."""
    if not sees_today(request.state.caller.roles):
        return await _closed(request)
    return show(
        request, "dashboard/templates/dashboard.html", queue=wording.queue_address(request),
        **_context(await _board(request)),
    )  # fmt: skip


@router.get("/dashboard/live")
async def get_dashboard_live(request: Request) -> Response:
    """Stream the dashboard of the control room."""

    def written(board: Board) -> str:
        return draw(request, "dashboard/templates/_board.html", **_context(board))

    async def drawn() -> str:
        return _watched(request).drawn(await _board(request), language(), written)

    return live(request, drawn)


async def _closed(request: Request) -> Response:
    watched = _watched(request)
    week = await read_closed_days(watched.readings, database(request), now())
    return show(
        request, "dashboard/templates/closed_days.html", week=week, newest=week[-1], words=words,
        wording=wording, week_chart=words.week_chart(week),
    )  # fmt: skip


async def _board(request: Request) -> Board:
    return await _watched(request).board(database(request), request.app.state.broker, now)


def _watched(request: Request) -> Watched:
    found: Watched = request.app.state.watched
    return found


def _context(board: Board) -> dict[str, Any]:
    """Return what the templates take."""
    return {
        "board": board, "words": words, "wording": wording,
        "hours_chart": words.hours_chart(board.today.hours[: board.hours_begun], board.expected),
        "places_chart": words.places_chart(board.places_by_hour),
        "week_chart": words.week_chart(board.week),
    }  # fmt: skip
