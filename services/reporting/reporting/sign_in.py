"""Sign-in for the pages: a browser cannot send a bearer token, so it keeps one in a cookie.

The authorization-code flow with PKCE of a public client. The cookie opens pages only, which are
read with GET and change nothing; the API never looks at it.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlencode

import httpx
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from shared.access import Gate, Guarded
from shared.issuer_keys import http_client
from shared.refusals import BadInput
from shared.tokens import NoToken, TokenInvalid, token_digest

from reporting.settings import Settings

TOKEN, ATTEMPT = "sensoor_pages", "sensoor_sign_in"
CALLBACK = "/sign-in/callback"
ATTEMPT_SECONDS = 600
OPEN_PATHS = frozenset({CALLBACK})

router = APIRouter(include_in_schema=False)


class SignInFailed(BadInput):
    """The issuer's answer does not belong to a sign-in that this browser began here."""


class PageRoute(Guarded):
    """A guarded route of a page: takes the cookie too, and sends a browser without to sign in."""

    def token(self, request: Request) -> str | None:
        """Return the bearer token, or else that of the cookie."""
        return super().token(request) or request.cookies.get(TOKEN)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the route's handler; only a GET has one."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await handler(request)
            except (NoToken, TokenInvalid):
                if "text/html" not in request.headers.get("accept", ""):
                    raise
                return await begin(request)

        return handle


async def begin(request: Request) -> Response:
    """Send a browser to the issuer, which sends it back to `callback`."""
    gate, settings = _gate_and_settings(request)
    document = await gate.tokens.keys.known()
    attempt = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    challenge = hashlib.sha256(attempt["verifier"].encode()).digest()
    asked = {
        "response_type": "code", "client_id": settings.oidc_client_id, "scope": "openid",
        "redirect_uri": settings.address + CALLBACK, "state": attempt["state"],
        "nonce": attempt["nonce"], "code_challenge_method": "S256",
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
    }  # fmt: skip
    response = RedirectResponse(f"{document['authorization_endpoint']}?{urlencode(asked)}", 302)
    kept = base64.urlsafe_b64encode(json.dumps({**attempt, "to": request.url.path}).encode())
    response.set_cookie(
        ATTEMPT, kept.decode(), max_age=ATTEMPT_SECONDS, path=CALLBACK, **_cookie(settings)
    )
    return response


@router.get(CALLBACK)
async def callback(request: Request, code: str = "", state: str = "") -> Response:
    """Exchange the code for a token, keep it in the browser, and show the page asked for."""
    gate, settings = _gate_and_settings(request)
    attempt = _attempt(request.cookies.get(ATTEMPT, ""))
    if not code or not secrets.compare_digest(attempt["state"].encode(), state.encode()):
        raise SignInFailed("this sign-in was not begun here, or was refused: open the page again")
    given = await _exchange(gate, settings, code, attempt["verifier"])
    identity = await gate.tokens.claims(given["id_token"], settings.oidc_client_id)
    if identity.get("nonce") != attempt["nonce"]:
        raise SignInFailed("the issuer answered another sign-in: open the page again")
    token = given["access_token"]
    await gate.tokens.verify(token, token_digest(token))  # or we would send them round for ever
    response = RedirectResponse(attempt["to"], 303)
    lifetime = int(given.get("expires_in", ATTEMPT_SECONDS))
    # The pages begin at /; that nothing else takes the cookie is up to `PageRoute`.
    response.set_cookie(TOKEN, token, max_age=lifetime, path="/", **_cookie(settings))
    response.delete_cookie(ATTEMPT, path=CALLBACK)
    return response


async def _exchange(gate: Gate, settings: Settings, code: str, verifier: str) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code", "code": code, "code_verifier": verifier,
        "client_id": settings.oidc_client_id, "redirect_uri": settings.address + CALLBACK,
    }  # fmt: skip
    document = await gate.tokens.keys.known()
    try:
        async with http_client() as client:
            answer = await client.post(document["token_endpoint"], data=form)
            given: dict[str, Any] = answer.raise_for_status().json()
            return {**given, "id_token": given["id_token"], "access_token": given["access_token"]}
    except (httpx.HTTPError, ValueError, KeyError):
        raise SignInFailed("the issuer gave no token: open the page again") from None


def _attempt(cookie: str) -> dict[str, str]:
    """Read the cookie of a sign-in that was begun; it leads to a page of ours only."""
    try:
        kept = json.loads(base64.urlsafe_b64decode(cookie))
        attempt = {name: str(kept[name]) for name in ("state", "nonce", "verifier", "to")}
    except (ValueError, KeyError, TypeError):
        raise SignInFailed("this browser began no sign-in: open the page again") from None
    if not attempt["to"].startswith("/") or attempt["to"].startswith(("//", "/\\")):
        raise SignInFailed("a sign-in leads to a page of this service")
    return attempt


def _cookie(settings: Settings) -> dict[str, Any]:
    secure = settings.address.startswith("https:")
    return {"secure": secure, "httponly": True, "samesite": "lax"}


def _gate_and_settings(request: Request) -> tuple[Gate, Settings]:
    return request.app.state.gate, request.app.state.settings
