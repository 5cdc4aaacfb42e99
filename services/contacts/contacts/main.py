"""Wires contacts: settings, HTTP, handlers and background tasks. No logic."""

from pathlib import Path

from fastapi import FastAPI
from shared.gauges import counting
from shared.pages.language import N_
from shared.pages.site import Entry, make_site
from shared.service import create_service

from contacts.board import pages as board_pages
from contacts.clock import http_api as clock_api
from contacts.clock.clock import Clock
from contacts.desk import http_api as desk_api
from contacts.desk import pages as desk_pages
from contacts.desk import socket as desk_socket
from contacts.desk.desks import Desks
from contacts.duty import pages as duty_pages
from contacts.duty.volunteers_known import VolunteersKnown
from contacts.event_handlers import handlers
from contacts.help import pages as help_pages
from contacts.help import plain
from contacts.help import socket as help_socket
from contacts.help.crowd import Crowd
from contacts.help.forms import Forms
from contacts.help.seekers import Seekers
from contacts.lines import http_api as lines_api
from contacts.lines import pages as lines_pages
from contacts.mailbox import pages as letters_pages
from contacts.mailbox import work as letters_work
from contacts.mailbox.forget_letters import forgetting_letters
from contacts.mailbox.oldest_letter import OLDEST_LETTER, find_oldest_letter
from contacts.mailbox.take_letter import release_stale_letters
from contacts.mailbox.tries import Tries
from contacts.misuse import http_api as misuse_api
from contacts.misuse import pages as misuse_pages
from contacts.misuse.forget_callers import forget_callers, forget_cool_downs
from contacts.partner_copies.release_copies import releasing
from contacts.queue.forget_attempts import forget_attempts
from contacts.queue.longest_wait import LONGEST_WAIT, find_longest_wait
from contacts.queue.replica import Replica
from contacts.referrals import http_api as referrals
from contacts.registration import http_api as registration
from contacts.registration.cut_old_times import cut_old_times
from contacts.roles import ROLES
from contacts.settings import Settings
from contacts.surges import http_api as surges_api
from contacts.surges import pages as surges_pages
from contacts.telephone import http_api as telephone_api
from contacts.telephone.calls import Calls
from contacts.telephone.stored_calls import forget_messages, forget_over_early
from contacts.totals import http_api as totals

SITE = make_site(
    "contacts", Path(__file__).parent,
    Entry("/contacts/desk", N_("Desk")), Entry("/contacts/board", N_("Board")),
    Entry("/contacts/duty", N_("On duty now")), Entry("/contacts/lines", N_("Lines")),
    Entry("/contacts/cool-downs", N_("Cool-downs")), Entry("/contacts/letters/work", N_("Letters")),
    Entry("/contacts/surges", N_("Accident lines")),
)  # fmt: skip
ROUTERS = [
    registration.router, referrals.router, totals.router, duty_pages.router, desk_pages.router,
    desk_api.router, desk_socket.router, help_socket.router, help_pages.router, plain.router,
    clock_api.router, board_pages.router, telephone_api.router, lines_api.router,
    lines_pages.router, misuse_api.router, misuse_pages.router, letters_pages.router,
    letters_work.router, surges_api.router, surges_pages.router,
]  # fmt: skip
# The help seeker's pages are for all.
OPEN_PATHS = letters_pages.PATHS | {
    "/contacts/help/socket", help_pages.PATH, plain.PATH, plain.WORDS,
}  # fmt: skip
# The exchange has no token: it signs.
SIGNED_PATHS = telephone_api.PATHS

RETENTION = [
    cut_old_times, forget_attempts, forget_messages, forget_over_early, forget_callers,
    forget_cool_downs, release_stale_letters,
]  # fmt: skip


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service, ready to be served."""
    known = VolunteersKnown()
    settings = settings or Settings()
    clock = Clock(settable=settings.settable_clock)
    replica, seekers, desks = Replica(clock), Seekers(clock), Desks(clock)
    crowd, calls = Crowd(), Calls()
    forms = Forms(replica, seekers, crowd)
    telephone_api.EXPECTED.set(bool(settings.exchange_keys))
    # Desks first: whoever is told that the chat is open finds the other side there.
    replica.looks = [desks.look, seekers.look, forms.look, calls.look]
    replica.away = [seekers.tell_away, desks.tell_away, calls.tell_away]
    app = create_service(
        name="contacts",
        title="Sensoor contacts",
        description="Attempts, conversations, corrections and referrals. No help seeker is known.",
        routers=ROUTERS,
        handlers=handlers,
        settings=settings,
        roles=ROLES,
        site=SITE,
        open_paths=OPEN_PATHS | SIGNED_PATHS,
        background=[
            known.follow, replica.follow, releasing(settings.copies_every_seconds),
            counting(LONGEST_WAIT, find_longest_wait, every_seconds=10),
            counting(OLDEST_LETTER, find_oldest_letter),
        ],
        without_bus=[replica.run],
        retention=[*RETENTION, forgetting_letters(settings.letters_kept_days)],
    )  # fmt: skip
    app.state.volunteers_known, app.state.clock, app.state.replica = known, clock, replica
    app.state.seekers, app.state.desks = seekers, desks
    app.state.crowd, app.state.forms = crowd, forms
    app.state.calls, app.state.tries = calls, Tries()
    return app
