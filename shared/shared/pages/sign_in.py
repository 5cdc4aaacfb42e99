"""Sign-in for pages: a browser cannot send a bearer token, so it keeps one in a cookie.

The authorization-code flow with PKCE of a public client (RFC 9700). One cookie serves all services
of a host; on several hosts the issuer's own session gives single sign-on. Nothing is kept on the
server. The cookie opens pages, and what their scripts ask (`ScriptRoute`, `sockets`); the rest of
the API never looks at it.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.requests import HTTPConnection

from shared.access import Gate
from shared.issuer_keys import http_client
from shared.refusals import BadInput
from shared.settings import Settings
from shared.tokens import token_digest

SESSION, ATTEMPT = "sensoor", "sensoor_sign_in"
ATTEMPT_SECONDS = 600
MOST_ATTEMPTS = 5
STATE_DIGITS = 8


class SignInFailed(BadInput):
    """The issuer's answer does not belong to a sign-in that this browser began here."""


@dataclass(frozen=True)
class Attempt:
    """A sign-in that this browser began: what the issuer must send back, and where it leads."""

    state: str
    nonce: str
    verifier: str
    to: str


def session_token(request: HTTPConnection) -> str | None:
    """Return the token that the browser keeps, if it keeps one."""
    return request.cookies.get(cookie_name(request, SESSION))


def cookie_name(request: HTTPConnection, name: str) -> str:
    """Return a cookie's name; behind https one that no other host can set (`__Host-`)."""
    return f"__Host-{name}" if _address(request).startswith("https:") else name


def local_path(path: str) -> str:
    """Return a path of ours as it is; raises `SignInFailed` for an address of another place."""
    if not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable():
        raise SignInFailed("a sign-in leads to a page of this service")
    return path


async def begin(request: Request, to: str, *, anew: bool = False) -> Response:
    """Send a browser to the issuer, which sends it back to `finish`; then it sees `to`.

    `anew` asks the issuer who it is, whatever session it knows (`prompt=login` of OpenID Connect).
    """
    gate, settings = _gate_and_settings(request)
    document = await gate.tokens.keys.known()
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    attempt = Attempt(state, nonce, verifier, local_path(to))
    challenge = hashlib.sha256(attempt.verifier.encode()).digest()
    asked = {
        "response_type": "code", "client_id": settings.oidc_client_id, "scope": "openid",
        "redirect_uri": _callback(request), "state": attempt.state, "nonce": attempt.nonce,
        "code_challenge_method": "S256",
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
    }  # fmt: skip
    if anew:
        asked["prompt"] = "login"
    response = RedirectResponse(f"{document['authorization_endpoint']}?{urlencode(asked)}", 303)
    _forget_attempts(request, response, but=MOST_ATTEMPTS - 1)
    kept = base64.urlsafe_b64encode(json.dumps(asdict(attempt)).encode()).decode()
    name = _attempt_name(request, attempt.state)
    set_cookie(request, response, name, kept, seconds=ATTEMPT_SECONDS)
    return response


async def finish(request: Request, code: str, state: str) -> Response:
    """Exchange the code for a token, keep it in the browser, and show the page asked for.

    Raises `SignInFailed`, and `TokenInvalid` for a token that this service does not take.
    """
    gate, settings = _gate_and_settings(request)
    attempt = _attempt(request.cookies.get(_attempt_name(request, state), ""))
    if not code or not secrets.compare_digest(attempt.state.encode(), state.encode()):
        raise SignInFailed("this sign-in was not begun here, or was refused: open the page again")
    given = await _exchange(request, code, attempt.verifier)
    identity = await gate.tokens.claims(given["id_token"], settings.oidc_client_id)
    if identity.get("nonce") != attempt.nonce:
        raise SignInFailed("the issuer answered another sign-in: open the page again")
    token = given["access_token"]
    await gate.tokens.verify(token, token_digest(token))  # or we would send them round for ever
    response = RedirectResponse(attempt.to, 303)
    lifetime = int(given.get("expires_in", ATTEMPT_SECONDS))
    set_cookie(request, response, cookie_name(request, SESSION), token, seconds=lifetime)
    response.delete_cookie(_attempt_name(request, attempt.state), **_guarded(request))
    return response


async def sign_out(request: Request) -> Response:
    """Forget the token in the browser, and let the issuer end its session."""
    gate, settings = _gate_and_settings(request)
    document = await gate.tokens.keys.known()
    end = document.get("end_session_endpoint")
    back = f"{_address(request)}/"
    asked = urlencode({"client_id": settings.oidc_client_id, "post_logout_redirect_uri": back})
    response = RedirectResponse(f"{end}?{asked}" if end else "/", 303)
    response.delete_cookie(cookie_name(request, SESSION), **_guarded(request))
    _forget_attempts(request, response, but=0)
    return response


def set_cookie(
    request: Request, response: Response, name: str, value: str, *, seconds: int
) -> None:
    """Keep a value in the browser, out of reach of scripts and of other sites' requests."""
    response.set_cookie(name, value, max_age=seconds, **_guarded(request))


async def _exchange(request: Request, code: str, verifier: str) -> dict[str, Any]:
    gate, settings = _gate_and_settings(request)
    form = {
        "grant_type": "authorization_code", "code": code, "code_verifier": verifier,
        "client_id": settings.oidc_client_id, "redirect_uri": _callback(request),
    }  # fmt: skip
    document = await gate.tokens.keys.known()
    try:
        async with http_client() as client:
            answer = await client.post(document["token_endpoint"], data=form)
            given: dict[str, Any] = answer.raise_for_status().json()
            return {**given, "id_token": given["id_token"], "access_token": given["access_token"]}
    except (httpx.HTTPError, ValueError, KeyError):
        raise SignInFailed("the issuer gave no token: open the page again") from None


def _attempt(cookie: str) -> Attempt:
    """Read the cookie of a sign-in that was begun; it leads to a page of ours only."""
    try:
        kept = json.loads(base64.urlsafe_b64decode(cookie))
        attempt = Attempt(*(str(kept[name]) for name in ("state", "nonce", "verifier", "to")))
    except (ValueError, KeyError, TypeError):
        raise SignInFailed("this browser began no sign-in: open the page again") from None
    local_path(attempt.to)
    return attempt


def _attempt_name(request: Request, state: str) -> str:
    """Return the name of one attempt's cookie, so that two tabs can sign in at once."""
    mark = hashlib.sha256(state.encode()).hexdigest()[:STATE_DIGITS]
    return f"{cookie_name(request, ATTEMPT)}_{mark}"


def _forget_attempts(request: Request, response: Response, *, but: int) -> None:
    """Forget the attempts that this browser keeps, all but the latest ones."""
    prefix = f"{cookie_name(request, ATTEMPT)}_"
    kept = [name for name in request.cookies if name.startswith(prefix)]
    for name in kept[: max(0, len(kept) - but)]:
        response.delete_cookie(name, **_guarded(request))


def _guarded(request: Request) -> dict[str, Any]:
    secure = _address(request).startswith("https:")
    return {"path": "/", "secure": secure, "httponly": True, "samesite": "lax"}


def _callback(request: Request) -> str:
    return f"{_address(request)}/{request.app.state.site.service}/sign-in/callback"


def _address(request: HTTPConnection) -> str:
    """Return where browsers reach this service's pages: scheme, host and port."""
    settings: Settings = request.app.state.settings
    return settings.pages_address(request.app.state.site.service)


def _gate_and_settings(request: Request) -> tuple[Gate, Settings]:
    return request.app.state.gate, request.app.state.settings
