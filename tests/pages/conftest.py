"""A service whose pages are the tests' own, and somebody's browser without a screen."""

from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import Field
from shared.handlers import Handlers
from shared.http import Command
from shared.pages.forms import FormWrong, Typed, typed_in
from shared.pages.live import live
from shared.pages.route import PageRoute
from shared.pages.show import done, show
from shared.pages.site import Entry, make_site
from shared.refusals import Refusal
from shared.roles import ALL, Role, RoleTable, may
from shared.service import create_service
from shared.settings import Settings
from shared.strict import Day

from tests import issuing

router = APIRouter(prefix="/probe", route_class=PageRoute, default_response_class=HTMLResponse)
WORK = may(finance=ALL, coordinator=ALL)
ROLES: RoleTable = {
    "GET /probe/form": WORK, "POST /probe/rings": WORK, "GET /probe/live": WORK,
    "GET /probe/broken": WORK, "GET /probe/partners": may(partner=ALL),
}  # fmt: skip
PROBE = make_site("probe", Path(__file__).parent / "probe", Entry("/probe/form", "Form"),
                  Entry("/probe/partners", "Partners"))  # fmt: skip
FORM = "templates/form.html"


class RingOnHoliday(Refusal):
    """Nobody rings on a holiday."""


class Ring(Command):
    """A command with a field of each kind."""

    day: Day
    count: Annotated[int, Field(ge=1, le=9)]
    channel: Literal["telephone", "chat"] = "telephone"
    weekdays: list[Literal["mo", "tu"]]


@router.get("/form")
async def get_form(request: Request) -> HTMLResponse:
    """Show the form."""
    return show(request, FORM, typed=Typed())


@router.post("/rings")
async def post_ring(request: Request) -> Response:
    """Take the form; a holiday is refused beside its day, ten rings above."""
    typed = await typed_in(request)
    try:
        ring = typed.read(Ring)
        if ring.day == date(2026, 12, 25):
            raise RingOnHoliday("nobody rings on a holiday: choose another day")
    except FormWrong:
        return show(request, FORM, status=400, typed=typed)
    except Refusal as refusal:
        typed.refused(refusal, {RingOnHoliday: "day"})
        return show(request, FORM, status=refusal.status, typed=typed)
    request.app.state.rung.append(ring)
    return done("/probe/form", "It rang & rang.")


@router.get("/live")
async def get_live(request: Request) -> Response:
    """Stream how many rang."""

    async def draw() -> str:
        return f"<p>{len(request.app.state.rung)} rang</p>"

    return live(request, draw)


@router.get("/broken")
async def get_broken(request: Request) -> Response:
    """Fail by a mistake."""
    raise RuntimeError("of ours")


@router.get("/partners")
async def get_partners(request: Request) -> Response:
    """Show nothing to anybody else."""
    return show(request, FORM, typed=Typed())


def create_probe(settings: Settings) -> FastAPI:
    """Return the service; `app.state.rung` holds what was sent to it."""
    app = create_service(
        name="probe", title="Probe", description="Of the tests", routers=[router],
        handlers=Handlers("probe", []), settings=settings, roles=ROLES, site=PROBE,
    )  # fmt: skip
    app.state.rung = []
    return app


@pytest.fixture
def probe(tmp_path: Path) -> FastAPI:
    """The service, as browsers reach it by https."""
    return create_probe(Settings(
        database_url="postgresql://nobody@127.0.0.1:1/nothing", nats_credentials=tmp_path,
        public_url="https://probe.example", **issuing.settings(),
    ))  # fmt: skip


@pytest.fixture
async def visit(probe: FastAPI) -> AsyncIterator[Callable[..., httpx.AsyncClient]]:
    """Return what opens a browser in which somebody is signed in, or nobody."""
    opened: list[httpx.AsyncClient] = []

    def open_as(*roles: Role, language: str = "en", **changes: object) -> httpx.AsyncClient:
        browser = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=probe, raise_app_exceptions=False),
            base_url="https://probe.example",
            headers={"Accept": "text/html", "Accept-Language": language,
                     "Sec-Fetch-Site": "same-origin"},
        )  # fmt: skip
        if roles:
            browser.cookies.set("__Host-sensoor", issuing.issuer().token(*roles, **changes))
        opened.append(browser)
        return browser

    yield open_as
    for browser in opened:
        await browser.aclose()
