"""The help seeker's page: public, without a cookie, in the language of address or browser."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from shared.pages.language import chosen, language, speaking
from shared.pages.route import Handler, told_as_page
from shared.pages.show import draw

from contacts.help.lines import LINES

router = APIRouter(include_in_schema=False)


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


def show(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Return one of the help seeker's pages: `template` with the other lines and the way out."""
    nonce = secrets.token_urlsafe(16)
    exit_url: str = request.app.state.settings.quick_exit_url
    text = draw(request, template, nonce=nonce, lines=LINES, exit_url=exit_url, **context)
    return HTMLResponse(text, status, headers=_headers(nonce, exit_url))


async def get_help(request: Request) -> Response:
    """Show the page on which a chat begins, and is held."""
    return show(request, "help/templates/help.html")


def _headers(nonce: str, exit_url: str) -> dict[str, str]:
    way_out = urlsplit(exit_url)
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}';"
            " img-src data:; connect-src 'self'; frame-src 'self'; base-uri 'none';"
            f" frame-ancestors 'self'; form-action 'self' {way_out.scheme}://{way_out.netloc}"
        ),
        "Content-Language": language(),
        "Vary": "Accept-Language",
        "Referrer-Policy": "same-origin",
    }


PAGES = {"/contacts/help": get_help}
for _path, _handler in PAGES.items():
    router.add_api_route(_path, in_its_language(_handler))
