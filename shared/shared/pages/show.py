"""Writing a page: a template, with what every page shows around it."""

import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from shared.http_problems import TITLES
from shared.pages import language
from shared.pages.forms import KEY, SHOWN_TO, hidden_fields, told
from shared.pages.navigation import Link, Navigation, navigation
from shared.pages.site import Entry, Site
from shared.pages.workplaces import ROLE_NAMES, SERVICE_TITLES, workplaces
from shared.refusals import Refusal
from shared.settings import Settings
from shared.tokens import Caller

FLASH = "sensoor_flash"
FLASH_SECONDS = 60
MOST_FLASH = 1000
OK = 200
NOT_TYPED = frozenset({SHOWN_TO, KEY})
# Where the API's title names one of several refusals, and would stand above another.
HEADINGS = {403: language.N_("No access"), 429: language.N_("One moment")}


def show(
    request: Request, template: str, *, status: int = 200, policy: str = "", flash: bool = True,
    **context: Any,
) -> HTMLResponse:  # fmt: skip
    """Return a page: `template` with this context and with what every page has.

    `policy` is added to its content security policy: `worker-src 'self'`. A page that nobody
    looks at now leaves the message of the form that was done to the next one: `flash` False.

    In it are also: `request`, `site`, `language`, `role_names`, `signed_in` (the caller, or
    None), `hidden_fields()` for every form, `query(name=value)` for a link to this page with
    another query, `nonce` of scripts and styles.
    """
    nonce = secrets.token_urlsafe(16)
    told = flash and status == OK
    message = unquote(request.cookies.get(FLASH, "")[:MOST_FLASH]) if told else ""
    text = draw(
        request, template, status=status, nonce=nonce, flash=message,
        navigation=_navigation(request), services=_services(request), searched=_search(request),
        **context,
    )  # fmt: skip
    response = HTMLResponse(text, status, headers=_headers(request, nonce, policy))
    if message:
        response.delete_cookie(FLASH, path="/")
    return response


def draw(request: Request, template: str, **context: Any) -> str:
    """Return a part of a page as text; what is live is drawn by itself."""
    site: Site = request.app.state.site
    caller: Caller | None = getattr(request.state, "caller", None)
    return site.templates.get_template(template).render(
        request=request, site=site, language=language.language(), language_names=language.NAMES,
        signed_in=caller,
        role_names=[ROLE_NAMES[role] for role in sorted(caller.roles)] if caller else [],
        hidden_fields=lambda: hidden_fields(request), query=lambda **new: _query(request, new),
        **context,
    )  # fmt: skip


def done(to: str, message: str) -> Response:
    """Lead on after a form was done, to a page that says so."""
    response = RedirectResponse(to, 303)
    response.set_cookie(
        FLASH, quote(message), max_age=FLASH_SECONDS, path="/", httponly=True, samesite="lax"
    )
    return response


def show_problem(request: Request, problem: Mapping[str, Any]) -> HTMLResponse:
    """Return the page that says what was refused, or failed, and what to do."""
    refusal: Refusal | None = problem["refusal"]
    status, title = problem["status"], problem["title"]
    response = show(
        request, "pages/problem.html", status=status,
        title=language.gettext({**TITLES, **HEADINGS}.get(status, title)),
        detail=told(refusal) if refusal else "", errors=problem.get("errors") or [],
    )  # fmt: skip
    if problem["retry_after"]:
        response.headers["Retry-After"] = problem["retry_after"]
    return response


async def show_kept_form(request: Request, *, expired: bool) -> HTMLResponse:
    """Return the page that keeps a form for whoever must sign in (again) before sending it.

    A file is not kept: it is chosen again.
    """
    sent = (await request.form(max_files=1)).multi_items()
    typed = [(name, value) for name, value in sent if isinstance(value, str)]
    status = 401 if expired else 409
    return show(
        request, "pages/kept_form.html", status=status, expired=expired, kept=typed,
        typed=[value for name, value in typed if name not in NOT_TYPED and value],
    )  # fmt: skip


def home_of(request: Request) -> str | None:
    """Return where whoever asks works: a path here, an address elsewhere, or None for nowhere.

    From `/` they are led to the service in which their work begins; from the home of a service to
    its own pages only, so that two services never lead to each other.
    """
    own = [link.address for link in _navigation(request).sections]
    here, there = request.app.state.site.service, request.app.state.settings.page_addresses
    if request.url.path == "/":
        for place in workplaces(request.state.caller.roles):
            if place == here and own:
                return own[0]
            if place != here and place in there:
                return _address(request, place)
    return own[0] if own else None


def _navigation(request: Request) -> Navigation:
    """Return the navigation of this service for whoever is signed in."""
    site: Site = request.app.state.site
    return navigation(
        site.sections, request.url.path, f"/{site.service}", lambda entry: _may_see(request, entry)
    )


def _may_see(request: Request, entry: Entry) -> bool:
    caller: Caller | None = getattr(request.state, "caller", None)
    row = request.app.state.gate.table[f"GET {entry.path}"]
    return caller is not None and not caller.roles.isdisjoint(row)


def _search(request: Request) -> Entry | None:
    """Return the page that is searched from every page, for whoever may see it."""
    entry: Entry | None = request.app.state.site.search
    return entry if entry and _may_see(request, entry) else None


def _services(request: Request) -> list[Link]:
    """Return the services that have pages for whoever is signed in."""
    caller: Caller | None = getattr(request.state, "caller", None)
    here = request.app.state.site.service
    return [
        Link(_address(request, place), SERVICE_TITLES[place], "true" if place == here else "")
        for place in (workplaces(caller.roles) if caller else [])
        if place == here or place in request.app.state.settings.page_addresses
    ]


def _address(request: Request, service: str) -> str:
    settings: Settings = request.app.state.settings
    if service == request.app.state.site.service:
        return f"/{service}"
    return f"{settings.pages_address(service)}/{service}"


def _query(request: Request, new: Mapping[str, Any]) -> str:
    """Return this page's address with another query; None leaves a name out."""
    kept = {name: value for name, value in request.query_params.multi_items() if name not in new}
    given = {name: str(value) for name, value in new.items() if value is not None}
    return f"{request.url.path}?{urlencode({**kept, **given})}"


def _headers(request: Request, nonce: str, more: str) -> dict[str, str]:
    settings: Settings = request.app.state.settings
    # A form that ends a session, or finds none, leads on to the issuer.
    issuer = urlsplit(settings.oidc_issuer or "")
    policy = (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}';"
        " img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none';"
        f" form-action 'self' {issuer.scheme}://{issuer.netloc}" + (f"; {more}" if more else "")
    )
    return {
        "Content-Security-Policy": policy,
        "Content-Language": language.language(),
        "Vary": "Accept-Language, Cookie",
        # With `no-referrer`, which answers have otherwise, a form is sent with `Origin: null`.
        "Referrer-Policy": "same-origin",
    }
