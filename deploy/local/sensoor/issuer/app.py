"""The development issuer: OpenID Connect without passwords, for this machine. `sensoor issuer`.

It gives everybody who asks the role that they ask for, as the person and at the locations that
they name. In production the settings of the
services name a real provider, and nothing here runs. Environment: SENSOOR_HOME, HOST, PORT, and
PUBLIC_URL where browsers reach it by another address.
"""

import asyncio
import base64
import hashlib
import html
import os
import secrets
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

import uvicorn
from shared.roles import Role
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sensoor import home as homes
from sensoor.issuer import persons, signing
from sensoor.issuer.persons import Person

CODE_SECONDS = 60
RENEW_EVERY_SECONDS = 3600
LOOK_AGAIN_SECONDS = 10  # while nobody is admitted, or the platform is not up yet
HEADERS = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}
PAGE_HEADERS = {
    "Cache-Control": "no-store", "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}  # fmt: skip
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Who are you?</title>
<style>body{{font:18px/1.5 sans-serif;max-width:32rem;margin:4rem auto;color:#17333b}}
button,input{{display:block;width:100%;box-sizing:border-box;margin:.5rem 0;padding:.6rem 1rem;
font:inherit;border:1px solid #1f6f78;border-radius:.4rem}}
button{{background:#1f6f78;color:#fff;text-align:left}}</style></head><body><h1>Who are you?</h1>
<p>This is the <strong>development issuer</strong>: it asks for no password and believes you.
It is no part of a production system.</p><form action="/authorize">{asked}
<label>The id of a volunteer, for who is one
<input name="person" list="persons" value="{person}"></label>
<datalist id="persons">{persons}</datalist>
<label>The locations to which you are limited; none: the nation
<input name="locations" list="places"></label><datalist id="places">{places}</datalist>
<p>Go on as</p>{roles}</form></body></html>"""


@dataclass(frozen=True)
class Code:
    """What an authorization code stands for, once and for a minute."""

    role: Role
    person: UUID | None
    locations: tuple[UUID, ...]
    client: str
    redirect_uri: str
    challenge: str
    nonce: str | None
    until: float


def create_issuer(home: Path) -> Starlette:
    """Return the issuer of this home, whose key and address were made by `prepare`."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        renewing = asyncio.create_task(_renew(home))
        yield
        renewing.cancel()

    app = Starlette(
        lifespan=lifespan,
        routes=[
            Route("/.well-known/openid-configuration", discovery),
            Route("/jwks", jwks),
            Route("/authorize", authorize),
            Route("/token", token, methods=["POST"]),
        ],
    )
    app.state.home = home
    app.state.codes = {}
    return app


async def _renew(home: Path) -> None:
    while True:
        known = await persons.listeners(home)
        signing.write_header_files(home, known[0].volunteer_id if known else None)
        await asyncio.sleep(RENEW_EVERY_SECONDS if known else LOOK_AGAIN_SECONDS)


async def discovery(request: Request) -> Response:
    """Say where everything is. Programs are told the address by which they asked."""
    issuer = signing.address_of(request.app.state.home)
    here = str(request.base_url).rstrip("/")
    return JSONResponse(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{here}/token",
            "jwks_uri": f"{here}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [signing.ALGORITHM],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
        },
        headers=HEADERS,
    )


async def jwks(request: Request) -> Response:
    """Return the public key."""
    key = signing.public_half(signing.key_of(request.app.state.home))
    return JSONResponse({"keys": [key]}, headers=HEADERS)


async def authorize(request: Request) -> Response:
    """Ask who somebody is; and with `as`, send them back with a code."""
    asked = request.query_params
    redirect_uri = asked.get("redirect_uri", "")
    if urlsplit(redirect_uri).hostname not in ("127.0.0.1", "localhost"):
        return _refused("redirect_uri is not on this machine")
    if asked.get("response_type") != "code" or asked.get("code_challenge_method") != "S256":
        return _refused("ask for a code, with PKCE by S256")
    if asked.get("as") not in list(Role):
        known = await persons.listeners(request.app.state.home)
        return HTMLResponse(_page(asked, known), headers=PAGE_HEADERS)
    try:
        person = [*persons.ids_in(asked.get("person", "")), None][0]
        locations = persons.ids_in(asked.get("locations", ""))
    except ValueError:
        return _refused("person and locations are ids")
    code = secrets.token_urlsafe()
    request.app.state.codes[code] = Code(
        Role(asked["as"]), person, tuple(locations), asked.get("client_id", ""), redirect_uri,
        asked.get("code_challenge", ""), asked.get("nonce"), time.monotonic() + CODE_SECONDS,
    )  # fmt: skip
    answer = urlencode({"code": code, "state": asked.get("state", "")})
    return RedirectResponse(f"{redirect_uri}?{answer}", 302, headers=HEADERS)


async def token(request: Request) -> Response:
    """Give a token for a code, to whoever can prove that the code was made for them."""
    form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
    code: Code | None = request.app.state.codes.pop(form.get("code", ""), None)
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    asked = (form.get("client_id"), form.get("redirect_uri"), challenge)
    if code is None or code.until < time.monotonic() or asked != (
        code.client, code.redirect_uri, code.challenge
    ):  # fmt: skip
        return JSONResponse({"error": "invalid_grant"}, 400, headers=HEADERS)
    home = request.app.state.home
    subject = str(code.person) if code.person else f"{code.role}@development"
    given = signing.sign_for(home, code.role, code.person, code.locations)
    identity = signing.sign(home, [], subject, CODE_SECONDS, aud=code.client, nonce=code.nonce)
    lifetime = signing.HALF_A_DAY
    return JSONResponse(
        {"access_token": given, "id_token": identity, "token_type": "Bearer",
         "expires_in": lifetime},
        headers=HEADERS,
    )  # fmt: skip


def _page(asked: Mapping[str, str], known: Sequence[Person]) -> str:
    """Return the form in which somebody says who they are; what was asked goes along."""
    return PAGE.format(
        asked="".join(
            f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
            for name, value in asked.items()
            if name not in ("as", "person", "locations")
        ),
        person=known[0].volunteer_id if known else "",
        persons="".join(
            f'<option value="{one.volunteer_id}">listener in {html.escape(one.place)}</option>'
            for one in known
        ),
        places="".join(
            f'<option value="{one.location_id}">{html.escape(one.place)}</option>' for one in known
        ),
        roles="".join(f'<button name="as" value="{role}">{role}</button>' for role in Role),
    )


def _refused(why: str) -> Response:
    return JSONResponse({"error": "invalid_request", "error_description": why}, 400)


def main() -> None:
    """Serve the issuer of this home."""
    home = homes.home_folder()
    host = os.environ.get("HOST", "127.0.0.1")
    port = int(os.environ.get("PORT", signing.PORT))
    address = os.environ.get("PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/")
    signing.prepare(home, address)
    # uvicorn raises the signal that ended it once more: to have been asked to leave is no fault.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    uvicorn.run(
        create_issuer(home), host=host, port=port, log_level="warning", access_log=False,
        server_header=False,
    )  # fmt: skip
