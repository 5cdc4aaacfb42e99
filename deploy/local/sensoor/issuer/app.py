"""The development issuer as a web application. `sensoor issuer` serves it.

It gives everybody who asks the role that they choose, as the person and at the locations that
they choose. In production the settings of the services name a real provider, and nothing here
runs. Environment: SENSOOR_HOME, HOST, PORT, PUBLIC_URL where browsers reach it by another address,
and PAGE_ADDRESSES where the services are not those of this home.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sensoor import home as homes
from sensoor.issuer import persons, signing
from sensoor.issuer.authorization import HEADERS, authorize, end_session, token
from sensoor.issuer.start_page import choose, start, static

RENEW_EVERY_SECONDS = 3600
LOOK_AGAIN_SECONDS = 10  # while nobody is admitted, or the platform is not up yet


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
            Route("/", start),
            Route("/", choose, methods=["POST"]),
            Route("/issuer/static/{name}", static),
            Route("/.well-known/openid-configuration", discovery),
            Route("/jwks", jwks),
            Route("/authorize", authorize, methods=["GET", "POST"]),
            Route("/token", token, methods=["POST"]),
            Route("/end-session", end_session, methods=["GET", "POST"]),
        ],
    )
    app.state.home = home
    app.state.codes = {}
    app.state.sessions = {}
    return app


async def _renew(home: Path) -> None:
    while True:
        known = await persons.listeners(home)
        signing.write_header_files(home, known[0].listener if known else None)
        await asyncio.sleep(RENEW_EVERY_SECONDS if known else LOOK_AGAIN_SECONDS)


async def discovery(request: Request) -> Response:
    """Say where everything is. Programs are told the address by which they asked."""
    issuer = signing.address_of(request.app.state.home)
    here = str(request.base_url).rstrip("/")
    return JSONResponse(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "end_session_endpoint": f"{issuer}/end-session",
            "token_endpoint": f"{here}/token",
            "jwks_uri": f"{here}/jwks",
            "scopes_supported": ["openid"],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "prompt_values_supported": ["none", "login"],
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
