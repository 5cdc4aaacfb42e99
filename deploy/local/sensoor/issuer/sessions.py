"""The issuer's own session: who was chosen in a browser. It gives single sign-on among services."""

import ipaddress
import secrets
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sensoor.issuer import signing
from sensoor.issuer.persons import Person, person_of

COOKIE = "sensoor_issuer"
MOST_SESSIONS = 1000


def person_in(request: Request) -> Person | None:
    """Return who was chosen in this browser; None without a session."""
    sessions: dict[str, Person] = request.app.state.sessions
    return sessions.get(request.cookies.get(COOKIE, ""))


def begin_session(request: Request, response: Response, person: Person) -> None:
    """Begin a session with a new id, and end the one that this browser had."""
    sessions: dict[str, Person] = request.app.state.sessions
    sessions.pop(request.cookies.get(COOKIE, ""), None)
    while len(sessions) >= MOST_SESSIONS:
        del sessions[next(iter(sessions))]  # the oldest
    session = secrets.token_urlsafe()
    sessions[session] = person
    secure = signing.address_of(request.app.state.home).startswith("https:")
    response.set_cookie(COOKIE, session, httponly=True, samesite="lax", secure=secure)


def clear_session(request: Request, response: Response) -> None:
    """End the session of this browser."""
    request.app.state.sessions.pop(request.cookies.get(COOKIE, ""), None)
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")


def on_this_machine(url: str) -> bool:
    """Say whether a URL is of a host of this machine: loopback, `localhost`, or a name below it."""
    try:
        place = urlsplit(url)
        host = place.hostname or ""
    except ValueError:
        return False
    if place.scheme not in ("http", "https") or place.username is not None or "\\" in url:
        return False
    if host.rpartition(".")[2] == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def asked_here(request: Request) -> bool:
    """Say whether a browser asked at an address of this machine, or at the issuer's own.

    A name that somebody else lets point to this machine is neither (DNS rebinding).
    """
    own = urlsplit(signing.address_of(request.app.state.home)).netloc
    return request.url.netloc == own or on_this_machine(str(request.base_url))


async def chosen_person(request: Request) -> Person:
    """Return whom a form of the issuer's own page chooses.

    Raises HTTPException: 403 when another site's page sent it, 400 when it names nobody.
    """
    here = f"{request.url.scheme}://{request.url.netloc}"
    same_site = request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
    if not asked_here(request) or not same_site or request.headers.get("origin") != here:
        raise HTTPException(403, "only the issuer's own page chooses")
    async with request.form() as form:
        try:
            return person_of({name: str(text) for name, text in form.items()})
        except ValueError:
            raise HTTPException(400, "choose a role; person and locations are ids") from None
