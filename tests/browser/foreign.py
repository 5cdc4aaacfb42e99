"""A page of somebody else, who wants the browser of a person to act for them."""

import html
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sensoor.embedded.ports import free_port
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.http.serving import listening

FORM = """<!DOCTYPE html><title>Win a bicycle</title>
<form method="post" action="{action}" enctype="{encoding}">{fields}<button>Win</button></form>"""
FRAME = '<!DOCTYPE html><title>Win a bicycle</title><iframe src="{action}"></iframe>'


@dataclass(frozen=True)
class Foreigner:
    """Where the foreign page is: another site, and another port of the same host."""

    elsewhere: str
    next_door: str


async def show(request: Request) -> Response:
    """Return a page with a form, or a frame, of what the query says."""
    asked = request.query_params
    fields: Mapping[str, str] = json.loads(asked.get("fields", "{}"))
    page = FRAME if "framed" in asked else FORM
    return HTMLResponse(page.format(
        action=html.escape(asked["action"]),
        encoding=asked.get("encoding", "application/x-www-form-urlencoded"),
        fields="".join(
            f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
            for name, value in fields.items()
        ),
    ))  # fmt: skip


@asynccontextmanager
async def foreign_site() -> AsyncIterator[Foreigner]:
    """Serve it."""
    port = free_port(26200)
    async with listening(Starlette(routes=[Route("/", show)]), port) as next_door:
        yield Foreigner(f"http://evil.localhost:{port}", next_door)
