"""Wires contacts: settings, HTTP, handlers and background tasks. No logic."""

from pathlib import Path

from fastapi import FastAPI
from shared.pages.language import N_
from shared.pages.site import Entry, make_site
from shared.service import create_service

from contacts.desk import pages as desk_pages
from contacts.duty import pages as duty_pages
from contacts.duty.volunteers_known import VolunteersKnown
from contacts.event_handlers import handlers
from contacts.partner_copies.release_copies import releasing
from contacts.referrals import http_api as referrals
from contacts.registration import http_api as registration
from contacts.registration.cut_old_times import cut_old_times
from contacts.roles import ROLES
from contacts.settings import Settings
from contacts.totals import http_api as totals

SITE = make_site(
    "contacts", Path(__file__).parent,
    Entry("/contacts/desk", N_("Desk")), Entry("/contacts/duty", N_("On duty now")),
)  # fmt: skip


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service, ready to be served."""
    known = VolunteersKnown()
    settings = settings or Settings()
    app = create_service(
        name="contacts",
        title="Sensoor contacts",
        description="Attempts, conversations, corrections and referrals. No help seeker is known.",
        routers=[
            registration.router,
            referrals.router,
            totals.router,
            duty_pages.router,
            desk_pages.router,
        ],
        handlers=handlers,
        settings=settings,
        roles=ROLES,
        site=SITE,
        background=[known.follow, releasing(settings.copies_every_seconds)],
        retention=[cut_old_times],
    )
    app.state.volunteers_known = known
    return app
