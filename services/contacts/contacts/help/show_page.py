"""Writing a page that is open to all: in the language of the address or the browser, no cookie."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from shared.pages.language import chosen, language, speaking
from shared.pages.route import Handler, told_as_page
from shared.pages.show import draw

from contacts.help.lines import LINES
from contacts.settings import Settings


def in_its_language(handler: Handler) -> Handler:
    """Return a handler of a page that is open to all, and keeps no language in a cookie."""

    async def shown(request: Request) -> Response:
        with speaking(language_of(request), request.app.state.site.words):
            return await told_as_page(handler, request)

    return shown


def language_of(request: Request) -> str:
    """Return the language that `lang` asks for, or else what the browser asks for first."""
    asked = request.query_params.get("lang")
    return chosen(asked, request.headers.get("accept-language", ""))


def show_page(
    request: Request, template: str, *, status: int = 200, framed: bool = False, **context: Any
) -> HTMLResponse:
    """Return one of the help seeker's pages: `template` with the other lines and the way out.

    `framed`: it is shown in a frame of another of these pages.
    """
    nonce = secrets.token_urlsafe(16)
    settings: Settings = request.app.state.settings
    exit_url = settings.quick_exit_url
    text = draw(request, template, nonce=nonce, lines=LINES, exit_url=exit_url, **context)
    return HTMLResponse(text, status, headers=_headers(settings, nonce, framed=framed))


def _headers(settings: Settings, nonce: str, *, framed: bool) -> dict[str, str]:
    way_out = urlsplit(settings.quick_exit_url)
    # Not all browsers take a socket of the same host as `self`.
    sockets = settings.pages_address("contacts").replace("http", "ws", 1)
    framed_by = "'self'" if framed else "'none'"
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}';"
            " img-src data:; base-uri 'none';"
            f" connect-src 'self' {sockets}; frame-src 'self';"
            # A form of the page without script leads to the way out.
            f" frame-ancestors {framed_by}; form-action 'self' {way_out.scheme}://{way_out.netloc}"
        ),
        "X-Frame-Options": "SAMEORIGIN" if framed else "DENY",
        "Content-Language": language(),
        "Vary": "Accept-Language",
        "Referrer-Policy": "same-origin",
    }
