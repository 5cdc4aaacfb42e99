"""The start page: choose a person, and land signed in where that person works."""

import json
import os
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from shared.roles import Role
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sensoor import home as homes
from sensoor import services
from sensoor.issuer import persons
from sensoor.issuer.persons import Location, Person
from sensoor.issuer.sessions import asked_here, begin_session, chosen_person, person_in
from sensoor.issuer.words import WORDS, language_of

# The service whose pages somebody with a role works on. An operator has a terminal, and no pages.
WORKS_IN: Mapping[str, str] = {
    "listener": "contacts", "coordinator": "volunteers", "trainer": "volunteers",
    "finance": "billing", "analyst": "reporting", "partner": "reporting", "council": "reporting",
}  # fmt: skip
LOCAL = "'self' http://127.0.0.1:* http://localhost:* http://*.localhost:* https://*.localhost:*"
HEADERS = {
    "Cache-Control": "no-store",
    # A browser holds every redirect that follows a form against form-action.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none';"
    f" frame-ancestors 'none'; form-action {LOCAL}",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
templates = Environment(
    loader=PackageLoader("sensoor.issuer"), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip


async def start(request: Request) -> Response:
    """Show who there is to be, and who is chosen now."""
    if not asked_here(request):
        raise HTTPException(400, "the issuer is on this machine")
    return await choice_page(request, action="/")


async def choose(request: Request) -> Response:
    """Begin a session as the person chosen, and go on to where that person works."""
    person = await chosen_person(request)
    service = WORKS_IN.get(person.role, "")
    address = page_addresses(request.app.state.home).get(service)
    if not address:
        return await choice_page(request, action="/", missing=True)
    response = RedirectResponse(f"{address}/{service}/sign-in?to=/{service}", 303)
    begin_session(request, response, person)
    return response


async def choice_page(request: Request, action: str, *, missing: bool = False) -> Response:
    """Return the page whose forms choose a person and are sent to `action`.

    `missing`: whoever was chosen has no page to go to, which the page says, as 503.
    """
    known = await persons.locations(request.app.state.home)
    language = language_of(request.headers.get("accept-language", ""))
    words, now = WORDS[language], person_in(request)
    page = templates.get_template("start.html").render(
        language=language,
        words=words,
        action=action,
        missing=missing,
        now=description(now, known, words) if now else None,
        national=[Person(role) for role in Role if role in WORKS_IN and role != Role.LISTENER],
        regions=[(name, list(of)) for name, of in groupby(known, lambda one: one.region)],
        roles=[role for role in Role if action != "/" or role in WORKS_IN],
        Person=Person,
        Role=Role,
    )
    return HTMLResponse(page, 503 if missing else 200, headers=HEADERS)


def page_addresses(home: Path) -> dict[str, str]:
    """Return where each service's pages are: as the setting says, or as this home runs them."""
    if said := os.environ.get("PAGE_ADDRESSES"):
        given: dict[str, str] = json.loads(said)
        return given
    known = homes.addresses(home) or {}
    return {service: known[service] for service in services.PORTS if service in known}


def description(person: Person, known: list[Location], words: Mapping[str, str]) -> str:
    """Say who a person is: the role and, where the data tell it, the location or region."""
    if not person.volunteer_id and not person.locations:
        return words[person.role]
    here = [
        one
        for one in known
        if one.location_id in person.locations
        or (person.volunteer_id and person.volunteer_id in (one.listener, one.mentor))
    ]
    region = [one for one in known if here and one.region == here[0].region]
    if person.role is Role.COORDINATOR and len(here) > 1 and here == region:
        return words["coordinator_of"].format(here[0].region)
    form = words.get(f"{person.role}_at", words[person.role])
    return form.format(", ".join(one.name for one in here)) if here else words[person.role]
