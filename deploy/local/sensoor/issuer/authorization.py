"""The endpoints of OpenID Connect: authorization code with PKCE, token, end of session."""

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from sensoor.issuer import signing
from sensoor.issuer.duty import put_on_duty
from sensoor.issuer.persons import Person
from sensoor.issuer.sessions import (
    asked_here,
    begin_session,
    chosen_person,
    clear_session,
    on_this_machine,
    person_in,
)
from sensoor.issuer.start_page import choice_page

CODE_SECONDS = 60
HEADERS = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}


@dataclass(frozen=True)
class Code:
    """What an authorization code stands for, once and for a minute."""

    person: Person
    client: str
    redirect_uri: str
    challenge: str
    nonce: str | None
    until: float


async def authorize(request: Request) -> Response:
    """Send a browser back with a code for whoever is chosen in it, or let it choose first.

    The choice is a form that is posted to the same address. `prompt=login` asks again,
    `prompt=none` never: without a session it answers `login_required`.
    """
    asked = request.query_params
    if not asked_here(request) or not on_this_machine(asked.get("redirect_uri", "")):
        raise HTTPException(400, "the issuer and the redirect_uri are on this machine")
    if asked.get("response_type") != "code" or asked.get("code_challenge_method") != "S256":
        raise HTTPException(400, "ask for a code, with PKCE by S256")
    if request.method == "POST":
        chosen = await chosen_person(request)
        await put_on_duty(request.app.state.home, chosen)
        response = _answer(request, code=_new_code(request, chosen))
        begin_session(request, response, chosen)
        return response
    prompt, person = asked.get("prompt"), person_in(request)
    if person and prompt != "login":
        return _answer(request, code=_new_code(request, person))
    if prompt == "none":
        return _answer(request, error="login_required")
    return await choice_page(request, action=f"/authorize?{asked}")


def _new_code(request: Request, person: Person) -> str:
    asked: QueryParams = request.query_params
    code = secrets.token_urlsafe()
    request.app.state.codes[code] = Code(
        person, asked.get("client_id", ""), asked["redirect_uri"],
        asked.get("code_challenge", ""), asked.get("nonce"), time.monotonic() + CODE_SECONDS,
    )  # fmt: skip
    return code


def _answer(request: Request, **said: str) -> Response:
    asked = request.query_params
    answer = urlencode(said | {"state": asked.get("state", "")})
    # Without the header that lets scripts of other sites read: this is for the browser itself.
    back = f"{asked['redirect_uri']}?{answer}"
    return RedirectResponse(back, 303, headers={"Cache-Control": "no-store"})


async def token(request: Request) -> Response:
    """Give a token for a code, to whoever can prove that the code was made for them."""
    async with request.form() as form:
        given = {name: str(text) for name, text in form.items()}
    code: Code | None = request.app.state.codes.pop(given.get("code", ""), None)
    digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    proof = (given.get("client_id"), given.get("redirect_uri"), challenge)
    if code is None or code.until < time.monotonic() or proof != (
        code.client, code.redirect_uri, code.challenge
    ):  # fmt: skip
        return JSONResponse({"error": "invalid_grant"}, 400, headers=HEADERS)
    home, person = request.app.state.home, code.person
    subject = signing.subject_of(person.role, person.volunteer_id, map(str, person.locations))
    identity = signing.sign(home, [], subject, CODE_SECONDS, aud=code.client, nonce=code.nonce)
    return JSONResponse(
        {
            "access_token": signing.sign_for(
                home, person.role, person.volunteer_id, person.locations
            ),
            "id_token": identity,
            "token_type": "Bearer",
            "expires_in": signing.HALF_A_DAY,
        },
        headers=HEADERS,
    )


async def end_session(request: Request) -> Response:
    """End the browser's session and send it on to `post_logout_redirect_uri`, or to the start."""
    asked: dict[str, str] = dict(request.query_params)
    async with request.form() as form:
        asked |= {name: str(text) for name, text in form.items()}
    to = asked.get("post_logout_redirect_uri", "")
    if not asked_here(request) or (to and not on_this_machine(to)):
        raise HTTPException(400, "the post_logout_redirect_uri is on this machine")
    if to and "state" in asked:
        to = f"{to}?{urlencode({'state': asked['state']})}"
    response = RedirectResponse(to or "/", 303, headers=HEADERS)
    clear_session(request, response)
    return response
