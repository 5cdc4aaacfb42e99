"""The route of a page: who may see it, in which language, and what is shown when it is refused.

A refusal is the same as the API's, told once as problem details (`http_problems`); for a browser
it is then written as a page. A form carries whom it was shown to, and is taken from our own pages
only: by `Sec-Fetch-Site`, or `Origin` where a browser sends none (OWASP, Cross-Site Request
Forgery Prevention Cheat Sheet, "Fetch Metadata headers").
"""

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response, WebSocket
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from shared import http_problems
from shared.access import Guarded
from shared.pages import sign_in
from shared.pages.forms import FormOfAnother, check_shown_to
from shared.pages.language import COOKIE, chosen, speaking
from shared.pages.show import show_kept_form, show_problem
from shared.refusals import Refusal
from shared.tokens import NoToken, TokenInvalid

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
SAFE = frozenset({"GET", "HEAD"})
SITE = "sec-fetch-site"


class ForeignForm(Refusal):
    """The form was not sent by one of our own pages."""

    status = 403


class ForeignSite(Refusal):
    """The request was not sent by one of our own pages."""

    status = 403


class PageRoute(Guarded):
    """A guarded route of a page: it takes the session's cookie beside a bearer token."""

    files = 0  # that a form may carry

    def token(self, request: Request) -> str | None:
        """Return the bearer token, or else that of the cookie."""
        return super().token(request) or sign_in.session_token(request)

    def get_route_handler(self) -> Handler:
        """Return the route's handler: in a language, and with refusals as pages."""
        return as_page(super().get_route_handler())

    async def identified(self, request: Request) -> None:
        """Refuse a form of a foreign page, or one that was shown to somebody else."""
        if request.method in SAFE or super().token(request):
            return
        check_own_form(request)
        check_shown_to(request, await request.form(max_files=self.files))


def pages_router(prefix: str = "") -> APIRouter:
    """Return a router for pages below a path; they are not in the document of the API."""
    return APIRouter(
        prefix=prefix, include_in_schema=False, route_class=PageRoute,
        default_response_class=HTMLResponse,
    )  # fmt: skip


class UploadRoute(PageRoute):
    """A route of a page whose form carries one file; its path has an entry in `larger_bodies`."""

    files = 1


class ScriptRoute(Guarded):
    """A guarded route of the API that our pages' scripts ask too: JSON, and never a page.

    It takes the session's cookie beside a bearer token. With the cookie it answers our own pages
    only; a browser that does not say where a request is from may read.
    """

    def token(self, request: Request) -> str | None:
        """Return the bearer token, or else that of the cookie."""
        return super().token(request) or sign_in.session_token(request)

    async def identified(self, request: Request) -> None:
        """Raise `ForeignSite` for a request of a foreign page."""
        reads = request.method in SAFE and SITE not in request.headers
        if not (reads or super().token(request) or is_own(request)):
            raise ForeignSite("this was asked by a page of another site: open the page here")


def as_page(handler: Handler) -> Handler:
    """Return a handler that needs no session: in a language, and with refusals as pages."""

    async def shown(request: Request) -> Response:
        with speaking(language_of(request), request.app.state.site.words):
            return await told_as_page(handler, request)

    return shown


async def told_as_page(handler: Handler, request: Request) -> Response:
    """Handle a request; write what is refused, or fails, as a page for whoever reads pages."""
    try:
        return await handler(request)
    except Exception as error:
        if not reads_pages(request):
            raise
        try:
            return await _as_page(request, error)
        except Refusal as refusal:
            return show_problem(request, await _problem(request, refusal))


async def _as_page(request: Request, error: Exception) -> Response:
    if isinstance(error, (NoToken, TokenInvalid)):
        return await _without_session(request)
    if isinstance(error, FormOfAnother):
        return await show_kept_form(request, expired=False)
    return show_problem(request, await _problem(request, error))


async def unknown_address(request: Request | WebSocket, error: Exception) -> Response:
    """Tell that there is nothing at an address: as a page beside the API, to who reads pages."""
    if isinstance(request, WebSocket):
        return await http_problems.http_error(request, error)
    if request.url.path.startswith(f"/{request.app.state.site.service}/") and reads_pages(request):
        with speaking(language_of(request), request.app.state.site.words):
            return show_problem(request, await _problem(request, error))
    return await http_problems.http_error(request, error)


def language_of(request: Request) -> str:
    """Return the language of a request: the one chosen, or what the browser asks for."""
    return chosen(request.cookies.get(COOKIE), request.headers.get("accept-language", ""))


def reads_pages(request: Request) -> bool:
    """Say whether the answer is for a person's browser, and not for a program."""
    return "text/html" in request.headers.get("accept", "") or "hx-request" in request.headers


def check_own_form(request: Request) -> None:
    """Raise `ForeignForm` unless one of our own pages sent this request."""
    if not is_own(request):
        raise ForeignForm("this form was sent from another site: open the page here, and send it")


def is_own(request: Request) -> bool:
    """Return whether one of our own pages sent this request, or whoever typed its address."""
    site = request.headers.get(SITE)
    return is_own_origin(request) if site is None else site in ("same-origin", "none")


def is_own_origin(connection: HTTPConnection) -> bool:
    """Return whether a request's `Origin` is where our own pages are."""
    own: str = connection.app.state.settings.pages_address(connection.app.state.site.service)
    return connection.headers.get("origin") == own


async def _without_session(request: Request) -> Response:
    """Let somebody sign in; what they typed stays."""
    if request.method not in SAFE:
        check_own_form(request)
        return await show_kept_form(request, expired=True)
    if "hx-request" in request.headers:
        # A part of a page: the whole of it is loaded anew, and leads to sign-in.
        return Response(status_code=401, headers={"HX-Refresh": "true"})
    query = f"?{request.url.query}" if request.url.query else ""
    return await sign_in.begin(request, request.url.path + query)


async def _problem(request: Request, error: Exception) -> dict[str, Any]:
    """Tell an error as the API does: the status, what it is, and its headers."""
    if isinstance(error, Refusal):
        told = await http_problems.refused(request, error)
    elif isinstance(error, RequestValidationError):
        told = await http_problems.bad_input(request, error)
    elif isinstance(error, HTTPException):
        told = await http_problems.http_error(request, error)
    else:
        told = await http_problems.failed(request, error)
    return {
        **json.loads(bytes(told.body)),
        "retry_after": told.headers.get("retry-after"),
        "refusal": error if isinstance(error, Refusal) else None,
    }
