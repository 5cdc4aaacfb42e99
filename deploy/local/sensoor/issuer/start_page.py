"""The start page: choose a person, and land signed in where that person works."""

import json
import os
from itertools import groupby
from pathlib import Path

from shared.pages import language
from shared.pages.language import N_, gettext
from shared.pages.site import make_site
from shared.pages.workplaces import ROLE_NAMES, WORKPLACES
from shared.roles import Role
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sensoor import home as homes
from sensoor import services
from sensoor.issuer import persons
from sensoor.issuer.duty import put_on_duty
from sensoor.issuer.persons import Location, Person
from sensoor.issuer.sessions import asked_here, begin_session, chosen_person, person_in

SITE = make_site("issuer", Path(__file__).parent)  # its words, templates and static files
NAMES = {
    **ROLE_NAMES,
    Role.PARTNER: N_("partner 113Online"),
    Role.COUNCIL: N_("council of Zutphen"),
}
NAMES_AT = {
    Role.LISTENER: N_("listener in %(place)s"),
    Role.TRAINER: N_("trainer in %(place)s"),
    Role.COORDINATOR: N_("coordinator in %(place)s"),
}
LOCAL = (
    "'self' http://127.0.0.1:* http://localhost:* https://localhost:*"
    " http://*.localhost:* https://*.localhost:*"
)
HEADERS = {
    "Cache-Control": "no-store",
    # A browser holds every redirect that follows a form against form-action.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self';"
    f" base-uri 'none'; frame-ancestors 'none'; form-action {LOCAL}",
    "Referrer-Policy": "same-origin",  # with `no-referrer` a form is sent with `Origin: null`
    "X-Content-Type-Options": "nosniff",
}


async def start(request: Request) -> Response:
    """Show who there is to be, and who is chosen now."""
    if not asked_here(request):
        raise HTTPException(400, "the issuer is on this machine")
    return await choice_page(request, action="/")


async def choose(request: Request) -> Response:
    """Begin a session as the person chosen, and go on to where that person works.

    A listener is put on a shift that runs now. `page=board` leads to the board instead.
    """
    person = await chosen_person(request)
    async with request.form() as form:
        board = form.get("page") == "board"
    service = "contacts" if board else next(iter(WORKPLACES.get(person.role, ())), "")
    address = page_addresses(request.app.state.home).get(service, "").rstrip("/")
    if not address:
        return await choice_page(request, action="/", missing=True)
    await put_on_duty(request.app.state.home, person)
    to = services.CHAT_PAGES["board"] if board else f"/{service}"
    response = RedirectResponse(f"{address}/{service}/sign-in?to={to}", 303)
    begin_session(request, response, person)
    return response


async def choice_page(request: Request, action: str, *, missing: bool = False) -> Response:
    """Return the page whose forms choose a person and are sent to `action`.

    `missing`: whoever was chosen has no page to go to, which the page says, as 503.
    """
    known = await persons.locations(request.app.state.home)
    now = person_in(request)
    spoken = language.chosen(
        request.cookies.get(language.COOKIE), request.headers.get("accept-language", "")
    )
    # An operator works in a terminal: the role is offered to a service that asks, not at the start.
    roles = [role for role in Role if action != "/" or WORKPLACES.get(role)]
    with language.speaking(spoken, SITE.words):
        page = SITE.templates.get_template("templates/start.html").render(
            language=spoken,
            action=action,
            missing=missing,
            now=description(now, known) if now else None,
            help_page=_help_page(request) if action == "/" else None,
            listener=next((one for one in known if one.listener), None),
            national=[Person(role) for role in roles if role is not Role.LISTENER],
            regions=[(name, list(of)) for name, of in groupby(known, lambda one: one.region)],
            roles=roles,
            names=NAMES,
            name_at=name_at,
            Person=Person,
            Role=Role,
        )
    return HTMLResponse(page, 503 if missing else 200, headers=HEADERS)


async def static(request: Request) -> Response:
    """Return a static file; its name changes with what it holds."""
    found = SITE.files.get(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    return found.response()


def page_addresses(home: Path) -> dict[str, str]:
    """Return where each service's pages are: as the setting says, or as this home runs them."""
    if said := os.environ.get("PAGE_ADDRESSES"):
        given: dict[str, str] = json.loads(said)
        return given
    known = homes.addresses(home) or {}
    return {service: known[service] for service in services.PORTS if service in known}


def _help_page(request: Request) -> str | None:
    """Return the address of the help seeker's page; None while the services are not up."""
    address = page_addresses(request.app.state.home).get("contacts")
    return address and address.rstrip("/") + services.CHAT_PAGES["help"]


def description(person: Person, known: list[Location]) -> str:
    """Say who a person is: the role and, where the data tell it, the location or region."""
    here = [
        one
        for one in known
        if one.location_id in person.locations
        or (person.volunteer_id and person.volunteer_id in (one.listener, one.mentor))
    ]
    region = [one for one in known if here and one.region == here[0].region]
    if person.role is Role.COORDINATOR and len(here) > 1 and here == region:
        return gettext("coordinator of %(region)s", region=here[0].region)
    return name_at(person.role, ", ".join(one.name for one in here))


def name_at(role: Role, place: str) -> str:
    """Say a role at a place, such as `listener in Heerlen`; without a place the role alone."""
    if not place or role not in NAMES_AT:
        return gettext(NAMES[role])
    return gettext(NAMES_AT[role], place=place)
